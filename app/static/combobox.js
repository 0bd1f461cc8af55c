// A text field that offers people as one types: the WAI-ARIA combobox with a list. Without this script a Find button does the same.
// data-find: where to ask (JSON {said, options: [{value, words, about, href}]}). data-choose: none opens what is chosen, "row" adds a row to the
// form, "one" writes it into the field and its key into the hidden field beside it. Nothing is kept, and nothing is asked before somebody types or presses Down.

const WAIT = 70;
let made = 0;

// The list exists with the script alone, so its looks come along with it.
const looks = new CSSStyleSheet();
looks.replaceSync(`
.offers{position:relative}
.options{position:absolute;top:calc(100% + .3rem);left:0;right:0;z-index:6;max-height:23rem;max-width:none;margin:0;padding:.25rem;overflow-y:auto;border:1.5px solid var(--edge);border-radius:.5rem;background:var(--sheet);color:var(--ink);box-shadow:0 10px 34px #0003;list-style:none}
.options li{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;gap:0 .75rem;min-height:var(--target);padding:.3rem .75rem;border-radius:.35rem;line-height:1.3;cursor:pointer}
.options li:hover{background:var(--sunk)}
.options [aria-selected=true]{background:var(--brand-wash);box-shadow:inset 3px 0 0 var(--brand);font-weight:600}
.option-about{color:var(--ink-2);font-size:var(--note);font-weight:400}
.search .options{left:auto;width:min(24rem,90vw)}
@media (forced-colors:active){.options [aria-selected=true]{outline:2px solid Highlight}}`);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, looks];

const element = (tag, attributes = {}, text = "") => {
  const one = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
  one.textContent = text;
  return one;
};

// `first`: what made the page fetch this script, for it must not be lost.
export const enhance = (input, first) => {
  if (input.dataset.enhanced) return;
  input.dataset.enhanced = "yes";
  const id = `found-${++made}`;
  const list = element("ul", { id, role: "listbox", class: "options", "aria-label": "Found" });
  const said = element("p", { role: "status", class: "sr-only" });
  list.hidden = true;
  input.parentElement.classList.add("offers");
  input.parentElement.append(list, said);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id, autocomplete: "off", autocapitalize: "off", spellcheck: "false" })) input.setAttribute(name, value);

  const opens = !input.dataset.choose; // what is chosen is a link
  const addsRows = input.dataset.choose === "row";
  let options = [];
  let at = -1;
  let asked = null; // the words that the list on show answers
  let waiting = null;
  let timer = 0;
  let chooseWhenHere = false;

  const typed = () => input.value.trim();
  const isOpen = () => !list.hidden;
  const point = (to) => {
    at = to;
    [...list.children].forEach((line, place) => line.setAttribute("aria-selected", String(place === at)));
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", `${id}-${at}`);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    point(-1);
  };
  const show = (answer) => {
    options = answer.options;
    list.replaceChildren(
      ...options.map((option, place) => {
        const line = element("li", { id: `${id}-${place}`, role: "option", "aria-selected": "false" });
        line.append(element("span", { class: "option-words" }, option.words), element("span", { class: "option-about" }, option.about || ""));
        return line;
      }),
    );
    said.textContent = answer.said;
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(isOpen()));
    // What was typed points at the best answer, so that Enter takes it; an empty field points at nobody.
    point(isOpen() && typed() ? 0 : -1);
  };
  const ask = async () => {
    clearTimeout(timer);
    waiting?.abort();
    const mine = (waiting = new AbortController());
    const words = typed();
    try {
      const answer = await fetch(`${input.dataset.find}${input.dataset.find.includes("?") ? "&" : "?"}q=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" }, signal: mine.signal });
      if (!answer.ok) throw new Error(answer.status);
      const found = await answer.json();
      if (mine !== waiting) return;
      asked = words;
      input.form?.classList.remove("cannot-find");
      const isHere = document.activeElement === input;
      if (isHere) show(found);
      else options = found.options;
      if (chooseWhenHere) choose(0); // also for somebody who pressed Enter and is in the next field by now
    } catch (error) {
      if (error.name === "AbortError") return;
      close();
      input.form?.classList.add("cannot-find"); // the Find button stands in
      said.textContent = "The list can’t be fetched now. Press Find.";
    } finally {
      if (mine === waiting) chooseWhenHere = false;
    }
  };
  // The key of who was chosen goes along until the name is changed; the names of two children can be the same.
  const meant = (key) => {
    const field = input.form?.querySelector(`input[type=hidden][name="${input.dataset.key}"]`);
    if (field) field.value = key;
  };
  const choose = (place, byTouch = false) => {
    const option = options[place];
    if (!option) return;
    close();
    asked = null;
    if (opens) return location.assign(option.href);
    if (!addsRows) {
      input.value = option.written;
      meant(option.value);
      said.textContent = `${option.written} is chosen.`;
    } else if (option.radio) {
      option.radio.click();
      said.textContent = `${option.words}. Type the next name, or go on.`;
    } else {
      input.value = "";
      const row = addRow(option);
      if (!byTouch && document.activeElement === input) askForPart(row); // a finger has the parts in the row
    }
  };

  // The same list then asks for the part of whoever was chosen; typing on leaves it not yet clear.
  const askForPart = (row) => {
    const name = row.querySelector("[data-name]").textContent;
    const parts = [...row.querySelectorAll("input[type=radio]")].map((radio) => ({ words: radio.labels[0].textContent, about: name, radio }));
    show({ options: parts, said: `${name}. What was their part? ${parts.length} choices.` });
    point(parts.findIndex((part) => part.radio.checked));
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    meant("");
    if (!typed()) {
      waiting?.abort();
      asked = null;
      return close();
    }
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const last = options.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen()) return void ask();
      const step = event.key === "ArrowDown" ? 1 : -1;
      point(at < 0 ? (step > 0 ? 0 : last) : (at + step + options.length) % options.length);
    } else if ((event.key === "Home" || event.key === "End") && isOpen() && at >= 0) {
      event.preventDefault();
      point(event.key === "Home" ? 0 : last);
    } else if (event.key === "Enter") {
      // Here Enter chooses and never sends a form; a search is sent as it was typed unless a line was chosen.
      const isAnswer = isOpen() && at >= 0 && (options[at].radio || asked === typed());
      if (isAnswer || addsRows) event.preventDefault();
      if (isAnswer) choose(at);
      else if (addsRows && typed() && asked !== typed()) {
        chooseWhenHere = true; // somebody may type faster than the answer comes
        ask();
      }
    } else if (event.key === "Escape" && (isOpen() || (input.value && input.dataset.choose !== "one"))) {
      event.preventDefault();
      event.stopPropagation();
      if (isOpen()) close();
      else input.value = "";
    }
  });
  input.addEventListener("click", () => !isOpen() && !typed() && addsRows && ask());
  input.addEventListener("blur", () => {
    clearTimeout(timer);
    if (!chooseWhenHere) waiting?.abort();
    close();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const line = event.target.closest("[role=option]");
    if (line) choose([...list.children].indexOf(line), event.pointerType === "touch");
  });
  if (addsRows) watchForm(input.form, input);
  if (input.value !== input.defaultValue || first?.key === "ArrowDown" || (first?.type === "pointerdown" && addsRows)) ask();
};

// Whoever keeps the form hears that it changed.
const tell = (part) => part.dispatchEvent(new Event("input", { bubbles: true }));

// The form around it: a person is taken away at once.
const watchForm = (form, input) => {
  form.addEventListener("click", (event) => {
    const row = event.target.closest("button[name=remove]")?.closest("[data-row]");
    if (!row) return;
    event.preventDefault();
    row.remove();
    tell(document.getElementById("people-rows"));
    input.focus();
  });
};

// One row more for somebody, made from the page's own template; somebody who has a row already keeps it.
const addRow = (option) => {
  const rows = document.getElementById("people-rows");
  const there = [...rows.querySelectorAll("input[type=hidden]")].find((field) => field.value === option.value);
  if (there) return there.closest("[data-row]");
  const numbers = [...rows.querySelectorAll("[data-row]")].map((row) => Number(row.dataset.row));
  const next = String(Math.max(-1, ...numbers) + 1);
  const row = document.getElementById("person-row").content.firstElementChild.cloneNode(true);
  for (const part of [row, ...row.querySelectorAll("*")])
    for (const { name, value } of [...part.attributes]) if (value.includes("__N__")) part.setAttribute(name, value.replaceAll("__N__", next));
  row.querySelector("input[type=hidden]").value = option.value;
  row.querySelector("[data-name]").textContent = option.words;
  row.querySelector("[data-about]").textContent = option.about || "";
  row.querySelector("button[name=remove] .sr-only").textContent = ` ${option.words}`;
  rows.append(row);
  tell(rows);
  return row;
};
