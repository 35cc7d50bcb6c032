// The player of the page, and what its behaviours share.
export const player = document.querySelector("[data-player]");
export const sound = player.querySelector("[data-sound]");

// Storage may be full or forbidden: nothing is then remembered, and nothing else breaks.
export function remembered(name) {
  try {
    return localStorage.getItem(`narration:${name}`);
  } catch {
    return null;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`narration:${name}`, value);
  } catch {
    // Not remembered.
  }
}

export function skip(seconds) {
  sound.currentTime = Math.max(0, Math.min(sound.currentTime + seconds, sound.duration || 0));
}

// What keeps it from playing, the sound's own error tells.
export function play() {
  sound.play().catch(() => {});
}
