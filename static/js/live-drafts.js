// What is typed is kept on this device until the server has it: by person, meeting and field.
const PREFIX = "cadrage.brouillon.";
const CARRIED = "cadrage.remarque";
const CONTROLS = "textarea, select, input:not([type=hidden], [type=radio], [type=checkbox])";

export function drafts(page) {
  const name = (form) => `${PREFIX}${page.who}.${page.live}.${form.dataset.field}`;
  return {
    keep: (form) => write(name(form), { said: valuesOf(form), version: versionOf(form), at: Date.now() }),
    drop: (form) => localStorage.removeItem(name(form)),
    read: (form) => read(name(form)),
    all: () => fieldsUnder(`${PREFIX}${page.who}.${page.live}.`),
    forget: (field) => localStorage.removeItem(`${PREFIX}${page.who}.${page.live}.${field}`),
  };
}

export function valuesOf(form) {
  const named = [...form.querySelectorAll(CONTROLS)].filter((control) => control.name);
  return Object.fromEntries(named.map((control) => [control.name, control.value]));
}

export function versionOf(form) {
  return form.elements.version?.value ?? "";
}

export function putBack(form, draft) {
  for (const [name, value] of Object.entries(draft.said)) {
    const control = form.elements[name];
    if (control && "value" in control) control.value = value;
  }
  if (form.elements.version && draft.version !== "") form.elements.version.value = draft.version;
}

export function textOf(draft) {
  return draft.said.notes ?? draft.said.text ?? "";
}

function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A device without storage: the text stays on the page.
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function fieldsUnder(prefix) {
  return keys(localStorage)
    .filter((key) => key.startsWith(prefix))
    .map((key) => ({ field: key.slice(prefix.length), draft: read(key) }))
    .filter((found) => found.draft && textOf(found.draft).trim());
}

function keys(store) {
  return Array.from({ length: store.length }, (_, rank) => store.key(rank));
}

// « Votre texte non envoyé de 10 h 42 », with the text and a way to forget it.
export function offeredBar(template, offered, draft, forget) {
  const bar = template.content.firstElementChild.cloneNode(true);
  const at = new Date(draft.at);
  const hour = `${at.getHours()} h ${String(at.getMinutes()).padStart(2, "0")}`;
  bar.querySelector("[data-said]").textContent = offered.replace("%hour", hour);
  bar.querySelector("[data-kept-text]").textContent = textOf(draft);
  bar.querySelector("[data-forget]").addEventListener("click", () => {
    bar.remove();
    forget();
  });
  return bar;
}

export function carry(text) {
  if (text) sessionStorage.setItem(CARRIED, text);
}

// What could not enter the minutes any more is proposed as the remark of a signature.
function offerAsRemark() {
  const remark = document.querySelector("textarea[name=remark]");
  const text = sessionStorage.getItem(CARRIED);
  if (!remark || !text || remark.value) return;
  remark.value = text;
  sessionStorage.removeItem(CARRIED);
}

function forgetOnLeaving() {
  document.getElementById("compte")?.addEventListener("submit", () => {
    for (const key of keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
    sessionStorage.removeItem(CARRIED);
  });
}

// A meeting that closed before a text left this device: the text is shown until somebody decides.
function offerLeftovers() {
  const place = document.getElementById("restes");
  if (!place) return;
  const store = drafts(place.dataset);
  const remark = document.querySelector("textarea[name=remark]");
  for (const { field, draft } of store.all()) {
    const text = textOf(draft);
    const bar = offeredBar(document.getElementById("reste"), place.dataset.offered, draft, () => store.forget(field));
    const copy = bar.querySelector("[data-copy]");
    copy.dataset.copy = text;
    copy.hidden = !navigator.clipboard;
    const use = bar.querySelector("[data-remark]");
    use.hidden = !remark;
    use.addEventListener("click", () => {
      remark.value = [remark.value, text].filter(Boolean).join("\n");
      bar.remove();
      store.forget(field);
      remark.focus();
    });
    place.append(bar);
  }
}

export function keepDrafts() {
  forgetOnLeaving();
  offerAsRemark();
  offerLeftovers();
}
