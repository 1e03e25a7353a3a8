// The page of an open meeting: what others change arrives by itself, what is typed never moves.
import { runClocks } from "./live-clock.js";
import { carry, drafts, keepDrafts, offeredBar, putBack, textOf, valuesOf } from "./live-drafts.js";
import { sayPresence } from "./live-presence.js";

const AGAIN = 4000;
const HANDS = ["d-notes", "notes-etat"];
const unsaved = new WeakSet();
const sent = new WeakMap();
let store;
let page;
let restoring;

const notes = () => document.getElementById("notes-form");
const liveForms = () => [...document.querySelectorAll("form[data-live-save]")];
const holdsFocus = (form) => Boolean(form?.contains(document.activeElement) && document.activeElement.matches("textarea, input, select"));
const typing = () => Boolean(notes() && (unsaved.has(notes()) || holdsFocus(notes())));

function ask() {
  document.getElementById("direct")?.dispatchEvent(new Event("again"));
}

function sayTyping() {
  const mark = document.getElementById("en-cours");
  const now = typing() ? "1" : "";
  if (mark.value === now) return;
  mark.value = now;
  if (!now) {
    document.getElementById("direct-vu").value = "";
    ask();
  }
}

function onInput(event) {
  const form = event.target.closest?.("form[data-field]");
  if (!form) return;
  unsaved.add(form);
  store.keep(form);
  sayTyping();
}

// A request that waited its turn leaves with the version that its predecessor brought back.
function beforeRequest(event) {
  const { ctx } = event.detail;
  const form = formOf(ctx);
  if (!form) return;
  sent.set(form, JSON.stringify(valuesOf(form)));
  const version = form.elements.version;
  if (version?.hasAttribute?.("data-kept") && ctx.request.body?.set) ctx.request.body.set("version", version.value);
}

function formOf(ctx) {
  return ctx.request.method === "POST" ? ctx.sourceElement.closest?.("form[data-field]") : null;
}

// Answers: a session that ended keeps the page as it is; the field under the hands is left alone.
function beforeSwap(event) {
  const { ctx, tasks } = event.detail;
  const mine = ctx.sourceElement.id === "direct" || formOf(ctx);
  if (mine && ctx.response.raw.redirected) {
    event.preventDefault();
    const dialog = document.getElementById("dlg-session");
    if (!dialog.open) dialog.showModal();
    return;
  }
  if (ctx.sourceElement.id !== "direct" || !typing()) return;
  for (const task of [...tasks]) if (HANDS.includes(task.target.id)) tasks.splice(tasks.indexOf(task), 1);
}

function afterSwap(event) {
  const { ctx } = event.detail;
  offline(false);
  const form = formOf(ctx);
  if (form && ctx.response.status < 400) saved(form);
  if (form) setTimeout(sayTyping);
  finishRestoring();
  if (ctx.sourceElement.id === "direct") follow();
}

function saved(form) {
  const still = document.contains(form) ? JSON.stringify(valuesOf(form)) : sent.get(form);
  if (still !== sent.get(form)) return;
  unsaved.delete(form);
  store.drop(form);
}

// Without a network: said once, tried again until it is back.
function onError(event) {
  const { ctx } = event.detail;
  const lost = !ctx?.response || ctx.response.status >= 500;
  if (!ctx?.sourceElement || !lost || !(ctx.sourceElement.id === "direct" || formOf(ctx))) return;
  event.stopPropagation();
  offline(true);
}

function offline(is) {
  document.getElementById("hors-ligne").hidden = !is;
}

function tryAgain() {
  for (const form of liveForms()) {
    const conflict = form.elements.version && !form.elements.version.hasAttribute("data-kept");
    if (unsaved.has(form) && !conflict && !holdsSelect(form)) form.dispatchEvent(new Event("again"));
  }
}

// The fields of a line leave when they are left: not while one of them is under the hands.
function holdsSelect(form) {
  return form.dataset.field.startsWith("issue") && holdsFocus(form) && navigator.onLine && document.getElementById("hors-ligne").hidden;
}

// « Votre texte non envoyé de 10 h 42 »: put back, or forgotten; never sent without being asked.
function offerDrafts() {
  for (const { field, draft } of store.all()) {
    const form = document.querySelector(`form[data-field="${field}"]`);
    if (form && JSON.stringify(valuesOf(form)) === JSON.stringify(draft.said)) store.forget(field);
    else if (isHere(field)) offer(field, draft, form);
    else if (!field.startsWith("issue")) offerElsewhere(field, draft);
  }
}

function isHere(field) {
  const [kind, number] = field.split("-");
  return kind === "issue" ? Boolean(document.getElementById(field)) : number === page.point;
}

function offer(field, draft, form) {
  const bar = barFor(field, draft);
  bar.querySelector("[data-restore]").addEventListener("click", () => {
    bar.remove();
    restore(field, draft);
  });
  (form ?? document.getElementById("d-issues")).before(bar);
}

// Typed on another point before the page was lost: its own page puts it back.
function offerElsewhere(field, draft) {
  const bar = barFor(field, draft);
  const go = bar.querySelector("[data-go]");
  go.href = page.points.replace("/0/", `/${field.split("-")[1]}/`);
  go.hidden = false;
  bar.querySelector("[data-restore]").remove();
  document.getElementById("d-table").before(bar);
}

function barFor(field, draft) {
  return offeredBar(document.getElementById("brouillon"), page.offered, draft, () => store.forget(field));
}

function restore(field, draft) {
  const form = document.querySelector(`form[data-field="${field}"]`);
  if (!form) {
    restoring = { field, draft };
    document.querySelector(`#${CSS.escape(field)} a[hx-get]`)?.click();
    return;
  }
  putBack(form, draft);
  unsaved.add(form);
  form.querySelector("textarea, input:not([type=hidden])")?.focus();
  sayTyping();
  if (form.matches("[data-live-save]")) form.dispatchEvent(new Event("again"));
}

function finishRestoring() {
  if (!restoring || !document.querySelector(`form[data-field="${restoring.field}"]`)) return;
  const { field, draft } = restoring;
  restoring = undefined;
  restore(field, draft);
}

// Those who follow go where the meeting goes, unless something is under their hands.
function follow() {
  const place = document.getElementById("d-table")?.dataset.elsewhere;
  const wants = document.querySelector("[data-follow] input")?.checked;
  const busy = document.activeElement?.matches("input:not([type=checkbox]), textarea, select") || document.querySelector("[data-editing]");
  if (place && wants && !busy && !liveForms().some((form) => unsaved.has(form))) location.assign(place);
}

function offerToFollow() {
  const key = `cadrage.suivre.${page.live}`;
  const box = document.querySelector("[data-follow] input");
  box.checked = (localStorage.getItem(key) ?? page.reads) === "yes";
  box.closest("[data-follow]").hidden = false;
  box.addEventListener("change", () => {
    localStorage.setItem(key, box.checked ? "yes" : "no");
    follow();
  });
}

function listen() {
  document.addEventListener("input", onInput);
  document.addEventListener("focusin", sayTyping);
  document.addEventListener("focusout", () => setTimeout(sayTyping));
  document.addEventListener("htmx:before:request", beforeRequest);
  document.addEventListener("htmx:before:swap", beforeSwap);
  document.addEventListener("htmx:after:swap", afterSwap);
  for (const moment of ["htmx:error", "htmx:response:error"]) window.addEventListener(moment, onError, { capture: true });
  window.addEventListener("online", tryAgain);
  setInterval(tryAgain, AGAIN);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-carry]")) carry(unsentText());
    const left = event.target.closest("[data-gives-up]")?.closest("form");
    if (left) store.drop(left);
  });
}

function unsentText() {
  return store.all().map(({ draft }) => textOf(draft)).join("\n");
}

export function liveMeeting() {
  keepDrafts();
  const follower = document.getElementById("suivi");
  if (!follower) return;
  page = follower.dataset;
  store = drafts(page);
  runClocks(Number(page.now));
  listen();
  offerToFollow();
  offerDrafts();
  if (document.getElementById("direct")) sayPresence(page);
}
