// The button of a decision, and the dialog that asks before sealing it, say what is decided.
function words(form, outcome) {
  if (outcome !== "reserved") return form.dataset[outcome];
  const lines = [...form.querySelectorAll("[data-line]")].filter(isKept).length;
  if (lines === 0) return form.dataset.reserved;
  return lines === 1
    ? form.dataset.reservedOne
    : form.dataset.reservedMany.replace("%n", lines);
}

function isKept(line) {
  const text = line.querySelector("[name$=-text]");
  const keep = line.querySelector("[type=checkbox][name$=-keep]");
  return Boolean(text?.value.trim()) && (keep?.checked ?? true);
}

function say(form) {
  const outcome = form.querySelector("[name=outcome]:checked")?.value;
  form.dataset.confirm = outcome ? form.dataset.decides : "";
  if (!outcome) return;
  const dialog = document.getElementById(form.dataset.decides);
  for (const place of [...form.querySelectorAll("[data-says]"), ...dialog.querySelectorAll("[data-says]")])
    place.textContent = words(form, outcome);
  for (const line of dialog.querySelectorAll("[data-outcome]"))
    line.hidden = !line.dataset.outcome.split(" ").includes(outcome);
}

function sayAll() {
  document.querySelectorAll("form[data-decides]").forEach(say);
}

export function sayDecision() {
  sayAll();
  for (const moment of ["input", "change", "htmx:after:swap"])
    document.addEventListener(moment, sayAll);
}
