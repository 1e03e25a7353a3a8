// A file to check stays in the browser: its SHA-256 alone is sent. Without this script, or on a page
// that is not secure, the server hashes the file as it goes by and keeps nothing of it.
// Browsers only hash what is whole in memory: a file over data-limit is refused before it is read.
function hex(buffer) {
  return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function say(form, text) {
  form.querySelector("[data-fingerprint-said]").textContent = text;
}

function isTooHeavy(form, input) {
  const heavy = input.files.length > 0 && input.files[0].size > Number(form.dataset.limit);
  say(form, heavy ? form.dataset.heavy : "");
  return heavy;
}

async function send(form, input) {
  say(form, form.dataset.working);
  try {
    const content = await input.files[0].arrayBuffer();
    if (!content.byteLength) return say(form, form.dataset.empty);
    form.elements.sha256.value = hex(await crypto.subtle.digest("SHA-256", content));
  } catch {
    return say(form, form.dataset.unread);
  }
  input.removeAttribute("name");
  form.submit();
}

// The file is dropped anywhere in the box; elsewhere the browser would leave the page to open it.
function acceptDrops(form, input) {
  const box = form.querySelector("[data-drop]");
  box.querySelector("[data-drop-hint]").hidden = false;
  box.addEventListener("dragover", (event) => {
    event.preventDefault();
    box.classList.add("is-over");
  });
  box.addEventListener("dragleave", () => box.classList.remove("is-over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("is-over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    isTooHeavy(form, input);
    input.focus();
  });
}

function follow(form) {
  const input = form.querySelector("input[type=file]");
  acceptDrops(form, input);
  input.addEventListener("change", () => isTooHeavy(form, input));
  form.addEventListener("submit", (event) => {
    form.elements.sha256.value = "";
    if (!input.files.length) return;
    event.preventDefault();
    if (isTooHeavy(form, input)) return input.focus();
    send(form, input);
  });
}

export function fingerprintFiles() {
  if (!window.crypto?.subtle) return;
  document.querySelectorAll("form[data-fingerprint]").forEach(follow);
}
