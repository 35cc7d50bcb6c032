// How a picture stands in the editor: with its caption to type, and what the library says wherever the article is silent.
export class FigureView {
  constructor({ node, editor, getPos }, pictures, words) {
    const library = pictures[node.attrs.src] ?? {};
    this.node = node;
    this.dom = make("figure", "body-figure");
    this.contentDOM = make("figcaption", "", { "data-placeholder": library.caption || words.caption });
    this.fields = ["credit", "alt"].map((name) => {
      const change = (value) => editor.commands.command(({ tr }) => tr.setNodeAttribute(getPos(), name, value || null));
      return field(name, words[name], library[name], node.attrs[name], change);
    });
    const decorative = tick(words.decorative, node.attrs.alt === "", (on) => {
      const alt = this.fields[1].querySelector("input");
      alt.value = "";
      alt.disabled = on;
      editor.commands.command(({ tr }) => tr.setNodeAttribute(getPos(), "alt", on ? "" : null));
    });
    this.fields[1].querySelector("input").disabled = node.attrs.alt === "";
    const remove = make("button", "body-figure-remove", { type: "button" }, words.remove);
    remove.addEventListener("click", () => {
      editor.chain().deleteRange({ from: getPos(), to: getPos() + this.node.nodeSize }).focus().run();
    });
    const tools = make("div", "body-figure-tools", { contenteditable: "false" });
    tools.append(...this.fields, decorative, remove);
    const img = make("img", "", { src: library.shown || node.attrs.src, alt: node.attrs.alt ?? library.alt ?? "" });
    this.dom.append(img, this.contentDOM, tools);
    this.show();
  }

  show() {
    this.contentDOM.classList.toggle("is-empty", this.node.content.size === 0);
  }

  update(node) {
    if (node.type.name !== "figure" || node.attrs.src !== this.node.attrs.src) return false;
    this.node = node;
    this.show();
    return true;
  }

  stopEvent(event) {
    return Boolean(event.target.closest?.(".body-figure-tools"));
  }

  ignoreMutation({ target, type }) {
    return type !== "selection" && !this.contentDOM.contains(target);
  }
}

function field(name, label, placeholder, value, change) {
  const dom = make("label", "", {}, `${label} `);
  const input = make("input", "", { type: "text", placeholder: placeholder ?? "", "data-of-figure": name });
  input.value = value ?? "";
  input.addEventListener("input", () => change(input.value.trim()));
  // The form around the text is not sent by a key meant for a caption.
  input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  dom.append(input);
  return dom;
}

// A picture that only decorates has an alt text that is empty, and no words of the library's.
function tick(label, checked, change) {
  const dom = make("label", "");
  const box = make("input", "", { type: "checkbox", "data-of-figure": "decorative" });
  box.checked = checked;
  box.addEventListener("change", () => change(box.checked));
  dom.append(box, ` ${label}`);
  return dom;
}

function make(tag, name, attributes = {}, text = "") {
  const dom = document.createElement(tag);
  if (name) dom.className = name;
  for (const [key, value] of Object.entries(attributes)) dom.setAttribute(key, value);
  if (text) dom.textContent = text;
  return dom;
}
