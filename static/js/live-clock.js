// The clocks of a meeting tick here, so that time passing is no change to ask the server for.
const MINUTE = 60;

function tick(clock, now) {
  const { planned, spent, since, one, many, over, unit } = clock.dataset;
  const seconds = Number(spent) + (since ? Math.max(0, now - Number(since)) : 0);
  const total = Number(planned) / MINUTE;
  const left = total - Math.floor(seconds / MINUTE);
  const late = left < 0;
  const note = late ? over : Math.abs(left) > 1 ? many : one;
  say(clock.querySelector("[data-clock-text]"), unit.replace("%n", Math.abs(left)));
  say(clock.querySelector("[data-clock-note]"), note.replace("%total", total));
  const share = Math.min(100, Math.floor((100 * seconds) / Math.max(Number(planned), 1)));
  clock.querySelector(".g-clock-on").setAttribute("stroke-dasharray", `${share} 100`);
  clock.classList.toggle("is-over", late);
}

function say(place, words) {
  const told = words.replace(/ /g, "\u00a0");
  if (place.textContent.replace(/\s/g, "\u00a0") !== told) place.textContent = told;
}

export function runClocks(serverNow) {
  const ahead = Date.now() / 1000 - serverNow;
  const all = () => {
    const now = Date.now() / 1000 - ahead;
    document.querySelectorAll("[data-clock]").forEach((clock) => tick(clock, now));
  };
  setInterval(all, 1000);
  document.addEventListener("htmx:after:swap", all);
}
