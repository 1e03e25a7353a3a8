// Toasts stay while they hold an action, otherwise eight seconds; hover and focus hold them.
const EIGHT_SECONDS = 8000;
const watched = new WeakSet();

function watch(toast) {
  if (watched.has(toast)) return;
  watched.add(toast);
  toast.querySelector("[data-dismiss]")?.addEventListener("click", () => toast.remove());
  if (toast.querySelector("a, button:not([data-dismiss])")) return;
  let timer;
  const start = () => (timer = setTimeout(() => toast.remove(), EIGHT_SECONDS));
  const stop = () => clearTimeout(timer);
  for (const kind of ["pointerenter", "focusin"]) toast.addEventListener(kind, stop);
  for (const kind of ["pointerleave", "focusout"]) toast.addEventListener(kind, start);
  start();
}

function watchAll() {
  document.querySelectorAll(".toast-c").forEach(watch);
}

export function showToast(templateId) {
  const model = document.getElementById(templateId);
  const region = document.querySelector(".toasts");
  if (!model || !region || region.querySelector(`[data-from="${templateId}"]`)) return null;
  const toast = model.content.firstElementChild.cloneNode(true);
  toast.dataset.from = templateId;
  region.append(toast);
  watch(toast);
  return toast;
}

export function runToasts() {
  watchAll();
  document.addEventListener("htmx:after:swap", watchAll);
}
