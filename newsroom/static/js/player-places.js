// Where a sentence stands on the page: between two counts of signs that are no spaces, pictures left out.
const PARTS = { headline: ".headline", standfirst: ".standfirst", body: ".article-body" };
const SPACE = /\s/;

function signs(root) {
  const found = [];
  if (!root) return found;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest("figure") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let place = 0; place < node.data.length; place += 1) {
      if (!SPACE.test(node.data[place])) found.push([node, place]);
    }
  }
  return found;
}

function stretch(found, first, last) {
  if (!found || first >= last || last > found.length) return null;
  const range = new Range();
  range.setStart(...found[first]);
  const [node, place] = found[last - 1];
  range.setEnd(node, place + 1);
  return range;
}

// Give the stretch of the page of each cue, or null.
export function stretches(cues) {
  const article = document.querySelector("article[data-article]");
  const all = Object.entries(PARTS).map(([part, selector]) => [part, signs(article.querySelector(selector))]);
  const parts = Object.fromEntries(all);
  return cues.map(([part, first, last]) => stretch(parts[part], first, last));
}
