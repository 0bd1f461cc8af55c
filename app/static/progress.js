// Work under way elsewhere: ask, show, and reload when it is finished.
for (const box of document.querySelectorAll("[data-poll]")) {
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
