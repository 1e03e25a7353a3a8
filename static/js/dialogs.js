// A form, or its button, with data-confirm="id" asks its native dialog first; data-opens="id" opens one.
const confirmed = new WeakSet();

function open(dialog, form, submitter) {
  dialog.addEventListener(
    "close",
    () => {
      if (dialog.returnValue !== "confirm") return;
      confirmed.add(form);
      form.requestSubmit(submitter ?? undefined);
    },
    { once: true },
  );
  dialog.returnValue = "";
  dialog.showModal();
}

function askFirst(event) {
  const form = event.target;
  const asked = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  const dialog = document.getElementById(asked ?? "");
  if (!dialog || event.defaultPrevented) return;
  if (confirmed.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  open(dialog, form, event.submitter);
}

function onClick(event) {
  const opener = event.target.closest?.("[data-opens]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.opens)?.showModal();
  }
  event.target.closest?.("[data-closes]")?.closest("dialog")?.close();
}

export function openDialogs() {
  document.addEventListener("submit", askFirst, { capture: true });
  document.addEventListener("click", onClick);
}
