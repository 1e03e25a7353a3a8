// A file leaves as soon as it is chosen, with its progress, a way to stop and a way to try again.
// Without this script the form has its own button. data-upload names what the answer replaces.
const STEP = 25;

function parts(form) {
  const find = (name) => form.querySelector(`[data-upload-${name}]`);
  return {
    box: find("progress"),
    bar: form.querySelector("progress"),
    said: find("said"),
    retry: find("retry"),
    cancel: find("cancel"),
  };
}

function say(form, text) {
  const { said } = parts(form);
  if (said.textContent !== text) said.textContent = text;
}

function fail(form, text) {
  const { box, retry } = parts(form);
  box.hidden = true;
  retry.hidden = false;
  say(form, text);
  retry.focus();
}

function replace(form, html) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  const fresh = answer.getElementById(form.dataset.upload);
  if (!fresh) return fail(form, form.dataset.changed); // the session ended meanwhile
  answer
    .querySelectorAll(".toast-c")
    .forEach((toast) => document.getElementById("toasts")?.append(toast));
  document.getElementById(form.dataset.upload).replaceWith(fresh);
  listen();
  document.dispatchEvent(new CustomEvent("htmx:after:swap", { detail: { ctx: {} } }));
  fresh.querySelector("input[type=file]")?.focus();
}

function received(form, request) {
  const elsewhere = request.getResponseHeader("HX-Redirect");
  if (elsewhere) return window.location.assign(elsewhere);
  if (request.status === 200 || request.status === 422) return replace(form, request.responseText);
  const plain = request.getResponseHeader("Content-Type")?.startsWith("text/plain");
  const sentence = request.status < 500 ? form.dataset.changed : form.dataset.failed;
  return fail(form, plain ? request.responseText : sentence);
}

function follow(form, event) {
  if (!event.lengthComputable) return;
  const percent = Math.floor((event.loaded / event.total) * 100);
  parts(form).bar.value = percent;
  const heard = Math.floor(percent / STEP) * STEP;
  say(form, percent < 100 ? `${form.dataset.sending}, ${heard} %` : form.dataset.checking);
}

function send(form) {
  const { box, bar, retry, cancel } = parts(form);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("HX-Request", "true");
  request.upload.addEventListener("progress", (event) => follow(form, event));
  request.addEventListener("load", () => received(form, request));
  request.addEventListener("error", () => fail(form, form.dataset.failed));
  request.addEventListener("abort", () => fail(form, form.dataset.cancelled));
  bar.value = 0;
  box.hidden = false;
  retry.hidden = true;
  cancel.onclick = () => request.abort();
  say(form, form.dataset.sending);
  request.send(new FormData(form));
}

function listen() {
  for (const form of document.querySelectorAll("form[data-upload]")) {
    if (form.dataset.uploadReady) continue;
    form.dataset.uploadReady = "1";
    form.querySelector("[data-upload-send]").hidden = true;
    form.addEventListener("change", (event) => event.target.files?.length && send(form));
    form.querySelector("[data-upload-retry]").addEventListener("click", () => send(form));
  }
}

export function showUploads() {
  listen();
  document.addEventListener("htmx:after:swap", listen);
}
