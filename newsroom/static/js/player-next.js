// Goes on with the next article when this one is over, if the reader wishes so.
import { player, remember, remembered, sound } from "./player.js";

const ON = "go-on";
const chain = player.querySelector("[data-chain]");
const next = player.querySelector("[data-next]");

function arrived() {
  try {
    const goesOn = sessionStorage.getItem(ON) === location.pathname;
    sessionStorage.removeItem(ON);
    return goesOn;
  } catch {
    return false;
  }
}

function leave() {
  try {
    sessionStorage.setItem(ON, new URL(next.href).pathname);
  } catch {
    // The next article waits for its reader to press play.
  }
  next.click();
}

if (chain) {
  chain.checked = remembered("chain") === "yes";
  chain.addEventListener("change", () => remember("chain", chain.checked ? "yes" : "no"));
  sound.addEventListener("ended", () => {
    if (chain.checked) leave();
  });
}
// A browser that lets no page make a sound by itself waits for the reader.
if (arrived()) sound.play().catch(() => sound.focus());
