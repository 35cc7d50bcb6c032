// Makes a passkey, or uses one, for the forms that ask for it; the server sends what is to be signed.
for (const form of document.querySelectorAll("form[data-passkey]")) {
  const able = window.PublicKeyCredential?.parseCreationOptionsFromJSON;
  const button = form.querySelector("[data-passkey-button]");
  const status = form.querySelector("[role=status]");
  if (!able) {
    status.textContent = form.dataset.unable;
    continue;
  }
  button.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    status.textContent = "";
    try {
      const credential = await (form.dataset.passkey === "make" ? made(form) : used(form));
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch {
      status.textContent = form.dataset.failed;
    }
  });
}

async function made(form) {
  const { publicKey } = options().creation_options;
  if (form.elements.passwordless.checked) {
    const demand = { residentKey: "required", requireResidentKey: true, userVerification: "required" };
    Object.assign(publicKey.authenticatorSelection, demand);
  }
  return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
}

async function used(form) {
  const { publicKey } = (form.dataset.passkey === "login" ? await asked(form) : options()).request_options;
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
}

async function asked(form) {
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

function options() {
  return JSON.parse(document.getElementById("passkey-options").textContent);
}
