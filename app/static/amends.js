// An addition: each task works without it. Nothing is kept.

const all = (selector) => document.querySelectorAll(selector);
const byId = (id) => document.getElementById(id);

// The summary of errors takes the focus; its links lead into the field.
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

// A second press of a button sends nothing, until some seconds passed or the page comes back.
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

// Characters left, said only while typing.
for (const area of all("textarea[data-limit]")) {
  const line = byId(`${area.id}-count`);
  if (!line) continue;
  const limit = Number(area.dataset.limit);
  line.setAttribute("aria-live", "polite");
  area.addEventListener("input", () => {
    const left = limit - area.value.length;
    line.textContent = left < 0 ? `${-left} characters too many` : `${left} characters left`;
    line.classList.toggle("over", left < 0);
  });
}

// Words that judge a child: one quiet question under the text.
for (const area of all("textarea[data-judging-words]")) {
  const line = byId(`${area.id}-judging`);
  if (!line) continue;
  const look = () => {
    const text = area.value.toLowerCase();
    const found = area.dataset.judgingWords.split("|").find((word) => text.includes(word.toLowerCase()));
    const words = found ? `“${found}”: ${line.dataset.words}` : "";
    if (line.textContent !== words) line.textContent = words;
  };
  area.addEventListener("input", look);
  look();
}

// A typed date, read back in words.
const inWords = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
for (const input of all("input[data-date]")) {
  const line = byId(`${input.id}-words`);
  if (!line) continue;
  input.addEventListener("input", () => {
    const parts = input.value.trim().match(/^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/);
    const date = parts && new Date(Date.UTC(parts[3], parts[2] - 1, parts[1]));
    line.textContent = date && date.getUTCDate() === Number(parts[1]) && date.getUTCMonth() === parts[2] - 1 ? inWords.format(date) : "";
  });
}

// A field that offers people as one types fetches its script with its first use.
const offer = ({ target }) => target.dataset?.find && import(document.body.dataset.combobox).then((script) => script.enhance(target));
addEventListener("focusin", offer);
offer({ target: document.activeElement });

// One menu or chip open at a time; Escape or a press elsewhere closes.
const closing = "details.me[open], details.chip[open]";
addEventListener("click", (event) => all(closing).forEach((box) => box.contains(event.target) || (box.open = false)));
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const box of all(closing)) {
    if (box.contains(document.activeElement)) box.querySelector("summary").focus();
    box.open = false;
  }
});

// Work under way elsewhere: ask, show, reload at its end.
for (const box of all("[data-poll]")) {
  const bar = box.querySelector("progress");
  const line = box.querySelector(".progress-words");
  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.poll, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const now = await answer.json();
      if (now.finished) return location.reload();
      if (now.total) {
        bar.max = now.total;
        bar.value = now.done;
      }
      if (now.words && line.textContent !== now.words) line.textContent = now.words;
      setTimeout(ask, 1500);
    } catch {
      setTimeout(ask, 6000);
    }
  };
  setTimeout(ask, 1000);
}

// An untouched screen is covered: it may name children.
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
  const show = () => {
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
