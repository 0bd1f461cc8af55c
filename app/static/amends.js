// An addition: each task works without it. Nothing is kept.

const all = (selector) => document.querySelectorAll(selector);
const byId = (id) => document.getElementById(id);

// Errors take the focus and lead into the field.
const summary = document.querySelector(".error-summary");
if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const field = event.target.hash && byId(event.target.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus({ preventScroll: true });
    (field.closest(".field, .group") || field).scrollIntoView({ block: "nearest" });
  });
}

// A second press sends nothing for some seconds.
const release = (form) => {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
};
for (const form of all("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
    setTimeout(() => release(form), 8000);
  });
}
addEventListener("pageshow", () => all("form[data-once]").forEach(release));

// One menu or chip open at a time.
const closing = "details.me[open], details.chip[open]";
addEventListener("click", (event) => all(closing).forEach((box) => box.contains(event.target) || (box.open = false)));
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const box of all(closing)) {
    if (box.contains(document.activeElement)) box.querySelector("summary").focus();
    box.open = false;
  }
});

// Back shows a form with its words and its key.
const keys = [...all("input[name=form_key]")];
const had = performance.getEntriesByType("navigation")[0]?.type === "navigate" ? null : history.state?.keys;
for (const field of keys) field.value = had?.[field.form.action] || field.value;
history.replaceState({ ...history.state, keys: Object.fromEntries(keys.map((field) => [field.form.action, field.value])) }, "");

// Fetched when needed.
const beside = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const keep = () => document.querySelector("#going-on, form[data-kept]:not(details:not([open]) form)") && beside("./drafts.js");
keep();
addEventListener("toggle", keep, true); // a fold opens
if (document.querySelector("[data-poll]")) beside("./progress.js");
addEventListener("focusin", ({ target }) => target.matches("[data-limit], [data-judging-words], [data-date]") && beside("./fields.js"));
for (const field of all("[data-find]")) {
  field.role = "combobox";
  field.ariaExpanded = "false";
  field.form.classList.add("can-find");
  const offer = async (event) => (await beside("./combobox.js")).enhance(field, event);
  for (const kind of ["keydown", "pointerdown", "input"]) field.addEventListener(kind, offer, { once: true });
}
let shortcuts = null;
if ("shortcuts" in document.body.dataset)
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, dialog[open], .idle-cover");
    if (typing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
    if ("?/".includes(event.key)) event.preventDefault();
    shortcuts ||= beside("./shortcuts.js");
    shortcuts.then((module) => module.press(event));
  });

// An untouched screen is covered. Who is still signed in, or is again, uncovers it.
const cover = byId("idle-cover");
const minutes = Number(document.body.dataset.idleMinutes);
if (cover && minutes > 0) {
  let touched = Date.now();
  let before = null;
  const others = () => [...document.body.children].filter((part) => part !== cover);
  const hide = () => {
    if (!cover.hidden) return;
    before = document.activeElement;
    cover.hidden = false;
    others().forEach((part) => (part.inert = true));
    cover.querySelector("button").focus();
  };
  const show = async () => {
    const said = cover.querySelector("[role=status]");
    said.textContent = "";
    try {
      await (await beside("./sign_in_again.js")).signInAgain();
    } catch {
      return (said.textContent = "No connection. Try again in a moment.");
    }
    touched = Date.now();
    cover.hidden = true;
    others().forEach((part) => (part.inert = false));
    before?.focus();
  };
  cover.querySelector("button").addEventListener("click", show);
  for (const kind of ["pointerdown", "pointermove", "keydown", "scroll", "touchstart"])
    addEventListener(kind, () => cover.hidden && (touched = Date.now()), { passive: true });
  setInterval(() => Date.now() - touched > minutes * 60000 && hide(), 5000);
  addEventListener("visibilitychange", () => Date.now() - touched > minutes * 60000 && hide());
}
