// What could not be saved is said, kept on screen, and offered again.
import { showToast } from "./toasts.js";

function again(source) {
  const toast = showToast("toast-hors-ligne");
  toast?.querySelector("[data-retry]")?.addEventListener("click", () => {
    toast.remove();
    if (source.matches("form")) source.requestSubmit();
    else source.click();
  });
}

function onAnswer(event) {
  const { response, sourceElement } = event.detail.ctx;
  if (response.status === 401) document.getElementById("dlg-session")?.showModal();
  else if (response.status === 403) showToast("toast-refus");
  else if (response.status === 404) showToast("toast-disparu");
  else if (response.status >= 500) again(sourceElement);
}

export function sayWhatFailed() {
  document.addEventListener("htmx:response:error", onAnswer);
  document.addEventListener("htmx:error", (event) => {
    const { ctx, error } = event.detail;
    if (ctx && !ctx.response && error?.name !== "AbortError") again(ctx.sourceElement);
  });
}
