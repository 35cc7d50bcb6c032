// Sends a comment without leaving the page, and puts the discussion that the server answers with in its place.
// The server lets one text through however often it is sent: each copy of the form carries one key.
const WHERE_TO_LOOK = "[data-received], [aria-invalid=true], .discussion-panel";

function tell(form, words) {
  const failure = form.querySelector("[data-form-failure]");
  failure.hidden = !words;
  failure.textContent = words;
}

function show(discussion) {
  document.querySelector("#comments").replaceWith(discussion);
  document.dispatchEvent(new Event("discussion:shown"));
  const place = discussion.querySelector(WHERE_TO_LOOK);
  if (!place?.matches("textarea")) place?.setAttribute("tabindex", "-1");
  place?.focus();
}

async function send(form) {
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  if (answer.status >= 500) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#comments");
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-comment-form]")) return;
  event.preventDefault();
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  tell(form, "");
  try {
    const discussion = await send(form);
    if (discussion) show(discussion);
    // Another page answered: the browser's own sending leads to it.
    else form.submit();
  } catch {
    tell(form, form.dataset.failed);
  } finally {
    form.ariaBusy = null;
  }
});
