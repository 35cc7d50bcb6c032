// Reads aloud what stands in the form now, beside it instead of in a page of its own.
const box = document.querySelector("[data-listen]");
const [button, sound, told] = box?.children ?? [];

function asked() {
  const form = new FormData(button.form);
  return new URLSearchParams(["language", "written", "said"].map((name) => [name, form.get(name)]));
}

button?.addEventListener("click", (event) => {
  event.preventDefault();
  told.textContent = "";
  sound.src = `${button.formAction}?${asked()}`;
  sound.hidden = false;
  // Where it cannot, the error says so.
  sound.play().catch(() => {});
});

sound?.addEventListener("error", async () => {
  sound.hidden = true;
  const answer = await fetch(sound.src).catch(() => null);
  told.textContent = answer && !answer.ok ? await answer.text() : told.dataset.words;
});
