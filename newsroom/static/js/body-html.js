// The HTML that goes into an editor and out of it: what was pasted from Word or a page, and what is stored.
const REMOVED = "script, style, meta, link, title, xml, template, noscript, iframe, object, svg, math, form, button";
const RENAMED = { h1: "h2", h4: "h3", h5: "h3", h6: "h3" };
// A style that a page's policy forbids is not even to be read: it is looked at under another name.
const STYLES = /<style\b[\s\S]*?<\/style>/gi;
const TAG = /<[a-z][^>]*>/gi;
const STYLE = /\sstyle\s*=/gi;
// What Word writes before an item, and hides.
const MARK = '[data-style*="mso-list:Ignore" i], [data-style*="mso-list: Ignore" i]';
const ITEM = 'p[data-style*="mso-list:" i], p[class*="MsoListParagraph"]';
const NUMBER = /^\s*\(?([0-9]+|[a-z]|[ivxlc]+)[.)]/i;
const PLAIN = /(?<![-\w])font-weight:\s*(normal|400)/i;
const STYLED = { strong: /(?<![-\w])font-weight:\s*(bold|[6-9]00)/i, em: /(?<![-\w])font-style:\s*italic/i };
// Of no use to an article; the server drops them too.
const UNUSED = ["data-type", "type", "start", "target", "rel", "class"];

// Returns what was pasted as an article may hold it: the editor drops by itself what it knows no element for.
export function pasted(html) {
  const styleless = html.replace(STYLES, "").replace(TAG, (tag) => tag.replace(STYLE, " data-style="));
  const page = parsed(styleless);
  each(page, REMOVED, (one) => one.remove());
  listsOfWord(page);
  each(page, "p.MsoTitle", (one) => rename(one, "h2"));
  for (const [name, other] of Object.entries(RENAMED)) each(page, name, (one) => rename(one, other));
  each(page, "b, strong", (one) => PLAIN.test(one.dataset.style) && unwrap(one));
  for (const [name, style] of Object.entries(STYLED)) each(page, "span", (one) => style.test(one.dataset.style) && wrap(one, name));
  // A heading is bold by itself.
  each(page, ":is(h2, h3) :is(b, strong)", unwrap);
  each(page, "*", (one) => one.localName.includes(":") && unwrap(one));
  return page.body.innerHTML;
}

// Returns what the editor holds as an article stores it: an item is no paragraph, a credit stands behind its caption.
export function stored(html) {
  const page = parsed(html);
  each(page, "li > p:first-child", (one) => one.parentElement.querySelectorAll(":scope > p").length === 1 && unwrap(one));
  each(page, "figcaption", (caption) => {
    if (caption.dataset.credit) caption.append(page.createElement("br"), caption.dataset.credit);
    caption.removeAttribute("data-credit");
    if (!caption.childNodes.length) caption.remove();
  });
  each(page, "p", (one) => !one.textContent.trim() && !one.querySelector("img") && one.remove());
  each(page, "a, ol, ul", (one) => UNUSED.forEach((name) => one.removeAttribute(name)));
  return page.body.innerHTML;
}

// Word writes each item as a paragraph that begins with its own mark.
function listsOfWord(page) {
  let list = null;
  each(page, ITEM, (paragraph) => {
    const mark = paragraph.querySelector(MARK);
    if (!mark) return;
    const kind = NUMBER.test(mark.textContent) ? "ol" : "ul";
    mark.remove();
    if (list?.localName !== kind || paragraph.previousElementSibling !== list) {
      list = page.createElement(kind);
      paragraph.before(list);
    }
    list.append(paragraph);
    rename(paragraph, "li");
  });
}

function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

function each(page, what, act) {
  page.querySelectorAll(what).forEach(act);
}

function rename(element, name) {
  const other = element.ownerDocument.createElement(name);
  other.append(...element.childNodes);
  element.replaceWith(other);
}

function unwrap(element) {
  element.replaceWith(...element.childNodes);
}

function wrap(element, name) {
  const inside = element.ownerDocument.createElement(name);
  inside.append(...element.childNodes);
  element.append(inside);
}
