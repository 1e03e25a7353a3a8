// « Je suis là »: every twenty seconds, and at once when another field is under the hands.
const EVERY = 20_000;

export function sayPresence(page) {
  let field = "";
  let timer;

  const body = (facts) => {
    const data = new FormData();
    for (const [name, value] of Object.entries({ csrfmiddlewaretoken: token(), ...facts })) data.set(name, value);
    return data;
  };
  const beat = () => {
    clearTimeout(timer);
    timer = setTimeout(beat, EVERY);
    if (!document.getElementById("direct")) return;
    fetch(page.here, { method: "POST", body: body({ champ: field }) }).catch(() => {});
  };
  const turn = (now) => {
    if (now === field) return;
    field = now;
    beat();
  };

  document.addEventListener("focusin", (event) => turn(fieldOf(event.target)));
  document.addEventListener("focusout", () => setTimeout(() => turn(fieldOf(document.activeElement)), 300));
  window.addEventListener("pagehide", () => navigator.sendBeacon?.(page.here, body({ parti: "on" })));
  window.addEventListener("pageshow", (event) => event.persisted && beat());
  beat();
}

function fieldOf(element) {
  if (!element?.matches?.("textarea, input, select")) return "";
  return element.closest("form[data-field]")?.dataset.field ?? "";
}

function token() {
  const headers = document.body.getAttribute("hx-headers:inherited") ?? "{}";
  return JSON.parse(headers)["X-CSRFToken"] ?? "";
}
