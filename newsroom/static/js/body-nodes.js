// What the body of an article holds besides text: the wall mark, and pictures of the library with their words.
import { Document, mergeAttributes, Node, Plugin } from "../django_prose_editor/editor.js";
import { FigureView } from "./body-figure.js";

// The wall stands between two blocks, never inside one.
export const Body = Document.extend({ content: "(block | wall)+" });

export const Wall = Node.create({
  name: "wall",
  atom: true,
  selectable: true,
  draggable: true,
  addOptions: () => ({ label: "" }),
  parseHTML: () => [{ tag: "hr.wall", priority: 100 }],
  renderHTML: ({ HTMLAttributes }) => ["hr", mergeAttributes(HTMLAttributes, { class: "wall" })],
  addNodeView() {
    return () => {
      const dom = document.createElement("div");
      dom.className = "body-wall";
      dom.textContent = this.options.label;
      return { dom };
    };
  },
  // Of several, which only a paste can bring, the first stays.
  addProseMirrorPlugins() {
    return [
      new Plugin({
        appendTransaction(transactions, before, state) {
          const walls = [];
          state.doc.forEach((node, place) => node.type.name === "wall" && walls.push(place));
          if (walls.length < 2) return null;
          return walls.slice(1).reduceRight((change, place) => change.delete(place, place + 1), state.tr);
        },
      }),
    ];
  },
});

const ATTRIBUTES = ["src", "alt", "width", "height"];

export const Figure = Node.create({
  name: "figure",
  group: "block",
  content: "text*",
  isolating: true,
  defining: true,
  draggable: true,
  // `pictures` knows the library's words for each picture of the text; `words` are the labels.
  addOptions: () => ({ pictures: {}, words: {} }),
  addStorage() {
    return { pictures: { ...this.options.pictures } };
  },
  addAttributes() {
    return Object.fromEntries([...ATTRIBUTES, "credit"].map((name) => [name, { default: null, rendered: false }]));
  },
  parseHTML() {
    return [
      { tag: "figure", getAttrs: (figure) => read(figure.querySelector("img"), figure), contentElement: captionOf },
      { tag: "img", getAttrs: (img) => read(img) },
    ];
  },
  renderHTML({ node }) {
    const said = ATTRIBUTES.filter((name) => node.attrs[name] != null).map((name) => [name, node.attrs[name]]);
    const credit = node.attrs.credit ? { "data-credit": node.attrs.credit } : {};
    return ["figure", ["img", Object.fromEntries(said)], ["figcaption", credit, 0]];
  },
  addNodeView() {
    return (view) => new FigureView(view, this.storage.pictures, this.options.words);
  },
  addKeyboardShortcuts() {
    return {
      // A caption is one line: behind it, the text goes on.
      Enter: ({ editor }) => {
        const { $from } = editor.state.selection;
        if ($from.parent.type.name !== "figure") return false;
        return editor.chain().insertContentAt($from.after(), { type: "paragraph" }).focus($from.after() + 1).run();
      },
    };
  },
});

// Nothing of another site: a page contacts none.
function read(img, figure) {
  const src = img?.getAttribute("src") ?? "";
  if (!src.startsWith("/") || src.startsWith("//")) return false;
  const said = Object.fromEntries(ATTRIBUTES.map((name) => [name, img.getAttribute(name)]));
  return { ...said, credit: creditOf(figure?.querySelector("figcaption")) };
}

// What stands behind the last line break of a caption is the credit.
function creditOf(caption) {
  if (!caption) return null;
  const [, credit] = parted(caption);
  return caption.dataset.credit ?? (credit || null);
}

function captionOf(figure) {
  const caption = figure.querySelector("figcaption");
  return caption ? parted(caption)[0] : document.createElement("figcaption");
}

function parted(caption) {
  const words = caption.cloneNode(true);
  const end = [...words.querySelectorAll("br")].at(-1);
  if (!end) return [words, ""];
  const rest = document.createRange();
  rest.setStartBefore(end);
  rest.setEndAfter(words.lastChild);
  return [words, rest.extractContents().textContent.trim()];
}
