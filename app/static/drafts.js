// Keeps what is typed on the server; sends a form only over a line that stands. Keeps nothing in the browser.
const whose = document.body.dataset.whose;
const beside = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const never = /^(csrf_token|form_key|form_page|form_title|next)$|(^|-)version$|password|confirmation$|^again$|^code$|^half$/i;
const states = new Map();

for (const form of document.querySelectorAll("form[data-kept]")) {
  const line = document.createElement("p");
  line.className = "saved kept-line";
  line.setAttribute("role", "status");
  ([...form.querySelectorAll(".submit-row")].pop() || form).append(line);
  // What was typed before counts as well.
  const isTouched = [...form.elements].some((field) => /^text/.test(field.type) && field.value !== field.defaultValue);
  states.set(form, { line, changed: Number(isTouched), kept: 0, heard: performance.now(), sending: null, pressed: null });
}

const tell = (state, words, kind = "") => {
  state.line.className = `saved kept-line ${kind}`;
  if (state.line.textContent !== words) state.line.textContent = words;
};

const typed = (form) => [...new FormData(form)].filter(([name, value]) => !never.test(name) && typeof value === "string");

// Keeps a form as it stands, or asks whether line and session are there. True: both are.
async function reach(form, more, again = false) {
  const state = states.get(form);
  const stand = state.changed;
  const version = form.querySelector("[name=version],[name$='-version']");
  const title = document.querySelector("h1").textContent.trim();
  const values = {
    csrf_token: form.elements.csrf_token.value, form: new URL(form.action).pathname, key: form.elements.form_key.value,
    page: form.elements.form_page.value, title, version: version?.value || "", fields: JSON.stringify(typed(form)),
  };
  let answer;
  try {
    const draft = stand > state.kept && { method: "POST", body: new URLSearchParams(values), ...more };
    answer = await fetch(draft ? "/drafts" : "/drafts/here", { signal: AbortSignal.timeout(12000), ...draft });
  } catch {
    state.lost = true;
    const sent = state.pressed ? "will be sent" : "will be kept";
    tell(state, `Not saved: no connection. It stands in this page and ${sent} when the connection is back.`, "saved-not_saved");
    return false;
  }
  state.lost = false;
  const said = answer.headers.get("content-type") === "application/json" ? await answer.json() : {};
  const isOther = said.whose && said.whose !== whose;
  if (!again && (isOther || answer.status === 401 || answer.status === 400 || answer.redirected)) return signIn(form, more);
  state.heard = performance.now();
  if (answer.ok && said.said) state.kept = stand;
  if (said.said) tell(state, said.said, answer.ok ? "" : "saved-not_saved");
  return true;
}

// The session has ended: the same person signs in again here.
async function signIn(form, more) {
  tell(states.get(form), "Not saved: you are signed out.", "saved-not_saved");
  await (await beside("./sign_in_again.js")).signInAgain();
  return reach(form, more, true);
}

// One after another: never an older state after a newer.
const keep = (form, more) => {
  const state = states.get(form);
  state.sending = Promise.resolve(state.sending).then(() => reach(form, more));
  return state.sending;
};

async function send(form) {
  const state = states.get(form);
  tell(state, "Saving…");
  while (!(await keep(form))) await new Promise((done) => setTimeout(done, navigator.onLine ? 1000 : 3000));
  const button = state.pressed;
  state.gone = true;
  state.pressed = null;
  form.requestSubmit(button === form ? undefined : button);
  setTimeout(() => (state.gone = false), 8000);
}

document.addEventListener("submit", (event) => {
  const state = states.get(event.target);
  if (!state || state.gone) return;
  const fresh = state.changed === state.kept && performance.now() - state.heard < 10000;
  if (fresh && navigator.onLine) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (state.pressed) return;
  state.pressed = event.submitter || event.target;
  send(event.target);
}, true);

const changedIn = (event) => {
  const form = event.target.form;
  const state = states.get(form);
  const rest = form?.querySelector("[data-opens-for]"); // what is serious opens the rest
  if (rest && event.target.matches(`:checked:is(${rest.dataset.opensFor})`)) rest.open = true;
  if (!state || event.target.type === "password") return;
  if (state.changed === state.kept) setTimeout(() => keep(form), 4000);
  state.changed += 1;
};
document.addEventListener("input", changedIn);
document.addEventListener("change", changedIn);

// In the form that logs, Ctrl and Enter send it.
document.addEventListener("keydown", ({ key, ctrlKey, metaKey, target: { form } }) => {
  const button = key === "Enter" && (ctrlKey || metaKey) && form?.querySelector(".log-end .button");
  if (button) form.requestSubmit(button);
});

const unkept = () => [...states].filter(([form, state]) => state.changed > state.kept && !state.gone && !state.pressed);
const flush = (more) => unkept().forEach(([form]) => keep(form, more));
document.addEventListener("focusout", (event) => event.target.form && flush());
document.addEventListener("visibilitychange", () => document.hidden && flush({ keepalive: true }));
addEventListener("online", () => flush());
setTimeout(flush, 1000);
addEventListener("pageshow", () => states.forEach((state) => (state.gone = false)));
setInterval(() => flush(), 8000);
addEventListener("beforeunload", (event) => [...states.values()].some((state) => state.lost && state.changed > state.kept) && event.preventDefault());

// A form that goes on with a draft takes the focus.
const begun = document.getElementById("going-on");
if (begun) {
  for (let box = begun.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  history.replaceState(history.state, "", location.pathname + location.search);
  begun.scrollIntoView({ block: "start" });
  begun.querySelector("textarea, input:not([type=hidden]), select")?.focus({ preventScroll: true });
}
