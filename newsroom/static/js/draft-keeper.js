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

// What came in needs no draft, whether it was written here or changed on a page of its own.
function forget(name) {
  withStorage((storage) => {
    const sent = Object.keys(storage).filter((key) => key === name || key.startsWith(`${PREFIX}edit-`));
    sent.forEach((key) => storage.removeItem(key));
  });
}

function bringBack() {
  const form = document.querySelector("[data-draft]");
  if (!form) return;
  const name = PREFIX + form.dataset.draft;
  const { body } = form.elements;
  // What is edited has a text already: a draft of it is what was typed since.
  const isUntouched = !body.value || ("draftFirst" in form.dataset && body.value === body.defaultValue);
  if (document.querySelector("[data-received]")) forget(name);
  else if (isUntouched) body.value = withStorage((storage) => storage.getItem(name)) ?? body.value;
  body.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("input", ({ target }) => {
  if (target.form?.matches("[data-draft]")) keep(target);
});
document.addEventListener("discussion:shown", bringBack);
bringBack();
