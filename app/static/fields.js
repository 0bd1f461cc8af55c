// What fields say about themselves while somebody types: fetched when the first of them takes the focus.

const all = (selector) => document.querySelectorAll(selector);
const byId = (id) => document.getElementById(id);

// How many characters are left, said only while typing.
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

// Words that judge a child: one quiet question under the text, gone when the word is gone.
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
