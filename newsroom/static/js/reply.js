// Brings the form to the comment that is answered, instead of loading the page that has it ready.
const QUOTED_LENGTH = 300;

function quote(form, comment, name) {
  const body = comment?.querySelector(":scope > .comment-body").textContent.trim() ?? "";
  form.querySelector("[data-answered]").hidden = !comment;
  form.querySelector("[data-answered-name]").textContent = name ?? "";
  form.querySelector("[data-answered-body]").textContent =
    body.length > QUOTED_LENGTH ? `${body.slice(0, QUOTED_LENGTH)}…` : body;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-reply], [data-reply-none]");
  const form = document.querySelector("[data-comment-form]");
  if (!link || !form || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const { reply, replyRevision, replyTo } = link.dataset;
  const comment = reply ? link.closest(".comment") : null;
  form.elements.parent.value = reply ?? "";
  form.elements.parent_revision.value = replyRevision ?? "";
  quote(form, comment, replyTo);
  if (comment) comment.querySelector(":scope > .comment-actions").after(form);
  else document.querySelector("#comment-form").prepend(form);
  form.elements.body.focus();
});
