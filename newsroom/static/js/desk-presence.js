// Says to the desk that an article is still open, and shows who else has it open.
const EVERY = 30_000;
const place = document.querySelector("[data-presence]");
const form = document.querySelector("#article_form");

function told(more) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  data.set("seen", form.elements.seen.value);
  for (const [name, value] of Object.entries(more)) data.set(name, value);
  return data;
}

async function refresh() {
  if (document.hidden) return;
  try {
    const answer = await fetch(place.dataset.presence, { method: "POST", body: told({}) });
    // A sign-in page, where the session ended, is no answer.
    if (!answer.ok || answer.redirected) return;
    const text = (await answer.text()).trim();
    const now = new DOMParser().parseFromString(text, "text/html").body;
    // The same words again are not read out again.
    if (now.textContent !== place.textContent) place.replaceChildren(...now.childNodes);
  } catch {
    // The network is away: the next time will do.
  }
}

if (place && form?.elements.seen) {
  setInterval(refresh, EVERY);
  document.addEventListener("visibilitychange", refresh);
  addEventListener("pagehide", () => navigator.sendBeacon(place.dataset.presence, told({ leaving: "1" })));
}
