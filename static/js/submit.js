// A form leaves once: its button says so, and a second click does nothing.
import { word } from "./words.js";

const leaving = new WeakMap();

function label(button, text) {
  button.dataset.label = button.innerHTML;
  button.replaceChildren(spinner(), ` ${text}`);
}

function spinner() {
  const turning = document.createElement("span");
  turning.className = "spinner-border spinner-border-sm me-2";
  turning.setAttribute("aria-hidden", "true");
  return turning;
}

function hold(event) {
  const form = event.target;
  if (form.dataset.confirm && event.defaultPrevented) return;
  if (leaving.has(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  if (form.method !== "post" || form.hasAttribute("data-again")) return;
  const button = event.submitter;
  leaving.set(form, button);
  if (!button?.matches("button") || button.dataset.busy === "") return;
  setTimeout(() => {
    button.disabled = true;
    label(button, button.dataset.busy ?? word("busy"));
  });
}

function release(form) {
  const button = leaving.get(form);
  leaving.delete(form);
  if (button?.dataset.label === undefined) return;
  button.disabled = false;
  button.innerHTML = button.dataset.label;
  delete button.dataset.label;
}

export function guardSubmissions() {
  document.addEventListener("submit", hold, { capture: true });
  document.addEventListener("htmx:finally:request", (event) => {
    const source = event.detail.ctx.sourceElement;
    const form = source.closest?.("form");
    if (form) setTimeout(() => release(form));
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form").forEach(release);
  });
}
