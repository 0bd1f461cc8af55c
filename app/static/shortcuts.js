// Single keys, for those who want them: they do nothing while one types, and can be switched off on the account's page.
const links = () => [...document.querySelectorAll("[data-keys]")];
// The search box; where the screen is too narrow for it, its button leads to the page that searches.
const box = () => document.getElementById("search-words");
const search = (field) => (field.offsetParent ? field.focus() : field.form.requestSubmit());
let first = "";
let panel = null;

function show() {
  if (!panel) {
    panel = document.createElement("dialog");
    panel.className = "confirm-body";
    panel.setAttribute("aria-labelledby", "keys-title");
    const lines = [["?", "Show these keys"], ...(box() ? [["/", "Search"]] : []), ...links().map((link) => [link.dataset.keys, link.textContent.trim()])];
    const list = document.createElement("dl");
    list.className = "keys-list";
    for (const [keys, words] of lines) {
      const row = document.createElement("div");
      const [term, says] = [document.createElement("dt"), document.createElement("dd")];
      for (const key of keys.split(" ")) term.append(Object.assign(document.createElement("kbd"), { textContent: key }), " ");
      says.textContent = words;
      row.append(term, says);
      list.append(row);
    }
    panel.innerHTML = '<div class="stacked"><h2 id="keys-title">Shortcuts</h2><div></div><p class="actions"><button type="button" class="button">Close</button><a class="button plain" href="/me#shortcuts">Switch them off</a></p></div>';
    panel.querySelector("div div").replaceWith(list);
    panel.querySelector("button").addEventListener("click", () => panel.close());
    document.body.append(panel);
  }
  panel.open || panel.showModal();
}

// One key, or two after one another within a second and a half: g h.
export function press(event) {
  const both = `${first} ${event.key}`.trim();
  first = "";
  const link = links().find((each) => each.dataset.keys === both) || links().find((each) => each.dataset.keys === event.key);
  if (event.key === "?") show();
  else if (event.key === "/" && box()) search(box());
  else if (link) link.click();
  else {
    if (links().some((each) => each.dataset.keys.startsWith(`${event.key} `))) {
      first = event.key;
      setTimeout(() => (first = ""), 1500);
    }
    return;
  }
  event.preventDefault();
}
