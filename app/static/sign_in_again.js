// The session may have ended while a page stands open: sign in again here, over the covered page, by the service's own
// sign-in pages with all their steps. Whoever signs in as somebody else is led away and never sees what was typed.

const wanted = "/drafts/here";
let box = null;

// What a sign-in page shows, with ids that nothing else in this page has.
function parts(html) {
  const main = new DOMParser().parseFromString(html, "text/html").querySelector("main");
  const form = main.querySelector("form[method=post]");
  const found = form ? [...main.querySelectorAll(".error-summary, .flash"), form] : [...main.querySelectorAll("p:not(.actions)")];
  for (const part of found) {
    for (const element of [part, ...part.querySelectorAll("*")]) {
      for (const name of ["id", "for", "aria-describedby", "aria-labelledby", "list"]) {
        const ids = element.getAttribute(name);
        if (ids) element.setAttribute(name, ids.split(" ").map((id) => `again-${id}`).join(" "));
      }
      const href = element.getAttribute("href");
      if (href?.startsWith("#")) element.setAttribute("href", `#again-${href.slice(1)}`);
    }
  }
  return found.map((part) => document.importNode(part, true));
}

function cover() {
  box = document.createElement("dialog");
  box.className = "confirm-body again";
  box.setAttribute("aria-labelledby", "again-title");
  box.innerHTML = '<div class="stacked"><h2 id="again-title">Sign in again to go on</h2><p>You are signed out. What you typed still stands in this page; it shows again when you are back.</p><div class="again-step stacked" role="alert"></div><p><a href="/">Leave this page instead</a></p></div>';
  box.addEventListener("cancel", (event) => event.preventDefault());
  document.body.append(box);
  box.showModal();
}

const ask = async (address, more) => {
  const answer = await fetch(address, { signal: AbortSignal.timeout(20000), ...more });
  const isStep = !answer.headers.get("content-type").startsWith("application/json");
  return isStep ? { html: await answer.text() } : answer.json();
};

// Resolves once the same person is signed in, at once if they still are; the forms of this page then carry their token.
let going = null;
export const signInAgain = () => (going ||= goOn(document.body.dataset.whose).finally(() => (going = null)));

async function goOn(whose) {
  let step = await ask(`/sign-in?next=${wanted}`);
  for (;;) {
    if (step.whose === whose) break;
    if (step.whose) {
      document.body.replaceChildren();
      location.replace("/");
      return new Promise(() => {});
    }
    if (!box) cover();
    step = await filledIn(step.html);
  }
  for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = step.csrf_token;
  box?.close();
  box?.remove();
  box = null;
}

// Shows one step and waits for it to be sent; a lost connection is said and the step stays.
function filledIn(html) {
  const place = box.querySelector(".again-step");
  place.replaceChildren(...parts(html));
  (place.querySelector(".has-error input") || place.querySelector("input:not([type=hidden])"))?.focus();
  const form = place.querySelector("form");
  const line = document.createElement("p");
  line.className = "saved kept-line saved-not_saved";
  place.append(line);
  return new Promise((done) => {
    if (!form) setTimeout(() => ask(`/sign-in?next=${wanted}`).then(done), 15000);
    form?.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (line.dataset.sending) return;
      line.dataset.sending = "yes";
      line.textContent = "";
      try {
        done(await ask(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, event.submitter)) }));
      } catch {
        line.textContent = "No connection. Try again in a moment.";
      }
      delete line.dataset.sending;
    });
  });
}
