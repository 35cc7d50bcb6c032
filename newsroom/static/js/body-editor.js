// Lays an editor over the body of an article; its textarea keeps what is written, and stands alone without a script.
import {
  Blockquote, Bold, BulletList, Dropcursor, Editor, Gapcursor, HardBreak, Heading, History, HorizontalRule, Italic,
  ListItem, OrderedList, Paragraph, Text,
} from "../django_prose_editor/editor.js";
import { ACTIONS, Reference } from "./body-actions.js";
import { pasted, stored } from "./body-html.js";
import { Body, Figure, Wall } from "./body-nodes.js";
import { walkable } from "./toolbar.js";

function edit(toolbar) {
  const textarea = document.getElementById(toolbar.dataset.bodyEditor);
  if (!textarea) return;
  const [whole, place] = ["body-editor", "body-text"].map((name) => {
    const dom = document.createElement("div");
    dom.className = name;
    return dom;
  });
  whole.append(toolbar, place);
  textarea.before(whole);
  const editor = new Editor({
    element: place,
    injectCSS: false,
    content: textarea.value,
    extensions: extensions(toolbar.dataset),
    editorProps: {
      attributes: { role: "textbox", "aria-multiline": "true", "aria-label": toolbar.dataset.label, spellcheck: "true" },
      transformPastedHTML: pasted,
    },
    onUpdate: () => {
      textarea.value = stored(editor.getHTML());
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
    onTransaction: () => show(toolbar, editor),
  });
  toolbar.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-do]");
    if (button && button.getAttribute("aria-disabled") !== "true") ACTIONS[button.dataset.do].run(editor);
  });
  document.querySelector(`label[for="${textarea.id}"]`)?.addEventListener("click", () => editor.commands.focus());
  textarea.hidden = true;
  // How to write HTML by hand helps nobody here.
  document.getElementById(textarea.getAttribute("aria-describedby"))?.setAttribute("hidden", "");
  toolbar.hidden = false;
  walkable(toolbar);
  show(toolbar, editor);
}

function extensions({ wall, caption, credit, alt, decorative, remove }) {
  const pictures = JSON.parse(document.getElementById("body-pictures").textContent);
  return [
    Body, Text, Paragraph, HardBreak, Bold, Italic, Blockquote, BulletList, OrderedList, ListItem, HorizontalRule,
    History, Dropcursor, Gapcursor, Reference, Heading.configure({ levels: [2, 3] }),
    Wall.configure({ label: wall }),
    Figure.configure({ pictures, words: { caption, credit, alt, decorative, remove } }),
  ];
}

function show(toolbar, editor) {
  for (const button of toolbar.querySelectorAll("[data-do]")) {
    const { on, can } = ACTIONS[button.dataset.do];
    if (on) button.setAttribute("aria-pressed", on(editor));
    if (can) button.setAttribute("aria-disabled", !can(editor));
  }
}

document.querySelectorAll("[data-body-editor]").forEach(edit);
