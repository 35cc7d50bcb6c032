// What the buttons of the body editor do, when they look pressed, and when they can be.
import { Link, pm } from "../django_prose_editor/editor.js";
import { chosenAddress, chosenPicture } from "./body-dialogs.js";

// Where readers of the paper may be led to, as the server allows.
const ADDRESS = /^(?:https?:|mailto:|\/(?!\/)|#)/i;

export const Reference = Link.extend({
  addAttributes() {
    return { ...this.parent?.(), lang: { default: null } };
  },
  addKeyboardShortcuts: () => ({ "Mod-k": ({ editor }) => (link(editor), true) }),
}).configure({ openOnClick: false, autolink: false, isAllowedUri: (address) => ADDRESS.test(address) });

const toggle = (command, name, attributes) => ({
  run: (editor) => editor.chain().focus()[command](attributes).run(),
  on: (editor) => editor.isActive(name, attributes),
});

export const ACTIONS = {
  h2: toggle("toggleHeading", "heading", { level: 2 }),
  h3: toggle("toggleHeading", "heading", { level: 3 }),
  bold: toggle("toggleBold", "bold"),
  italic: toggle("toggleItalic", "italic"),
  quote: toggle("toggleBlockquote", "blockquote"),
  bullets: toggle("toggleBulletList", "bulletList"),
  numbers: toggle("toggleOrderedList", "orderedList"),
  link: { run: link, on: (editor) => editor.isActive("link") },
  picture: { run: picture },
  wall: { run: wall, on: ({ state }) => walls(state.doc).length > 0 },
  rule: { run: (editor) => put(editor, { type: "horizontalRule" }) },
  undo: { run: (editor) => editor.chain().focus().undo().run(), can: (editor) => editor.can().undo() },
  redo: { run: (editor) => editor.chain().focus().redo().run(), can: (editor) => editor.can().redo() },
};

async function link(editor) {
  const address = await answered(editor, chosenAddress(editor.getAttributes("link").href ?? "", ADDRESS));
  const chain = editor.chain().extendMarkRange("link");
  if (address === null) return false;
  if (address === "") return chain.unsetLink().run();
  if (!editor.state.selection.empty || editor.isActive("link")) return chain.setLink({ href: address }).run();
  return chain.insertContent({ type: "text", text: address, marks: [{ type: "link", attrs: { href: address } }] }).run();
}

async function picture(editor) {
  const chosen = await answered(editor, chosenPicture());
  if (!chosen) return false;
  editor.storage.figure.pictures[chosen.src] = chosen;
  const { src, width, height } = chosen;
  return put(editor, { type: "figure", attrs: { src, width, height } });
}

// A dialog that closes gives the focus back to the text, where the browser may have forgotten what was selected.
async function answered(editor, question) {
  const { selection } = editor.state;
  const answer = await question;
  editor.view.dispatch(editor.state.tr.setSelection(selection));
  editor.view.focus();
  return answer;
}

// There is one wall: put again, it moves.
function wall(editor) {
  const clear = (change) => walls(change.doc).reduceRight((tr, place) => tr.delete(place, place + 1), change);
  return put(editor, { type: "wall" }, clear);
}

function walls(doc) {
  const found = [];
  doc.forEach((node, place) => node.type.name === "wall" && found.push(place));
  return found;
}

// Puts a block behind the one that holds the cursor; one goes on writing after it.
function put(editor, block, clear = () => {}) {
  const insert = ({ tr, state: { schema } }) => {
    clear(tr);
    const { $to, to } = tr.selection;
    const place = $to.depth ? $to.after(1) : to;
    const node = schema.nodeFromJSON(block);
    tr.insert(place, node);
    const end = place + node.nodeSize;
    if (!tr.doc.nodeAt(end)) tr.insert(end, schema.nodes.paragraph.create());
    tr.setSelection(pm.state.Selection.near(tr.doc.resolve(end), 1));
    return true;
  };
  return editor.chain().command(insert).focus().run();
}
