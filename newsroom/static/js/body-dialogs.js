// Asks for what the body of an article needs from elsewhere: an address to lead to, a picture of the library.
const SILENCE = 250;

// Returns an address of the allowed ones, an empty one to remove the link, null for no change.
export function chosenAddress(before, allowed) {
  const dialog = document.querySelector("[data-dialog=link]");
  const field = dialog.querySelector("input");
  field.value = before;
  const check = () => field.setCustomValidity(allowed.test(field.value.trim()) ? "" : dialog.dataset.refused);
  field.oninput = check;
  check();
  dialog.querySelector("[value=remove]").hidden = !before;
  return asked(dialog).then((answer) => ({ put: field.value.trim(), remove: "" })[answer] ?? null);
}

// Returns what the library says of a picture, null where none was chosen.
export async function chosenPicture() {
  const dialog = document.querySelector("[data-dialog=picture]");
  const [field, found] = [dialog.querySelector("input"), dialog.querySelector("[data-found]")];
  let silence;
  let latest = "";
  const search = async () => {
    const asked = (latest = `${dialog.dataset.library}?${new URLSearchParams({ q: field.value })}`);
    const answer = await fetch(asked);
    if (!answer.ok) return;
    const shown = await answer.text();
    // An answer may come after that to a later question.
    if (asked === latest) found.innerHTML = shown;
  };
  field.oninput = () => {
    clearTimeout(silence);
    silence = setTimeout(search, SILENCE);
  };
  let chosen = null;
  found.onclick = ({ target }) => {
    const button = target.closest("[data-picture]");
    if (!button) return;
    chosen = JSON.parse(button.dataset.picture);
    dialog.close("put");
  };
  // Whoever comes back from adding a picture finds it.
  window.addEventListener("focus", search);
  await Promise.all([search(), asked(dialog)]);
  window.removeEventListener("focus", search);
  return chosen;
}

function asked(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true }));
}
