// Keeps what a member types under an article in this browser until it is sent, and brings it back into an empty field.
const PREFIX = "draft:";

// Storage may be full or forbidden: the draft is then not kept, and nothing else breaks.
function withStorage(act) {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
}

function keep({ form, value }) {
  const name = PREFIX + form.dataset.draft;
  withStorage((storage) => (value ? storage.setItem(name, value) : storage.removeItem(name)));
}

function bringBack() {
  const form = document.querySelector("[data-draft]");
  if (!form) return;
  const name = PREFIX + form.dataset.draft;
  const { body } = form.elements;
  if (document.querySelector("[data-received]")) withStorage((storage) => storage.removeItem(name));
  else if (!body.value) body.value = withStorage((storage) => storage.getItem(name)) ?? "";
  body.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("input", ({ target }) => {
  if (target.form?.matches("[data-draft]")) keep(target);
});
document.addEventListener("discussion:shown", bringBack);
bringBack();
