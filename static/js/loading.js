// A thin bar when an answer takes longer than 300 ms; what is being replaced says it is busy.
let waiting = 0;
let timer;

function start(event) {
  event.detail.ctx.target?.setAttribute?.("aria-busy", "true");
  waiting += 1;
  timer ??= setTimeout(() => (document.getElementById("chargement").hidden = false), 300);
}

function stop(event) {
  event.detail.ctx.target?.removeAttribute?.("aria-busy");
  waiting = Math.max(0, waiting - 1);
  if (waiting) return;
  clearTimeout(timer);
  timer = undefined;
  document.getElementById("chargement").hidden = true;
}

export function showLoading() {
  document.addEventListener("htmx:before:request", start);
  document.addEventListener("htmx:finally:request", stop);
}
