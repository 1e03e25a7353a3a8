// A list whose lines have a handle: dropped elsewhere, a line sends the rank where it was left.
const STEP = 4;

export function dragToReorder() {
  showHandles();
  document.addEventListener("htmx:after:swap", showHandles);
  document.addEventListener("pointerdown", grab);
}

function showHandles() {
  for (const grip of document.querySelectorAll("[data-reorder] [data-grip][hidden]")) {
    grip.hidden = false;
  }
}

function grab(event) {
  const grip = event.target.closest?.("[data-reorder] [data-grip]");
  if (!grip || event.button !== 0) return;
  event.preventDefault();
  const line = grip.closest("li");
  const list = line.parentElement;
  const former = [...list.children];
  const start = event.clientY;
  const pointer = event.pointerId;
  let moving = false;

  function follow(move) {
    if (move.pointerId !== pointer) return;
    if (!moving && Math.abs(move.clientY - start) < STEP) return;
    moving = true;
    line.classList.add("is-dragged");
    list.classList.add("is-sorting");
    settle(list, line, move.clientY);
  }

  function stop(end) {
    if (end.pointerId !== undefined && end.pointerId !== pointer) return;
    document.removeEventListener("pointermove", follow);
    document.removeEventListener("pointerup", stop);
    document.removeEventListener("pointercancel", stop);
    document.removeEventListener("keydown", escape);
    line.classList.remove("is-dragged");
    list.classList.remove("is-sorting");
    if (!moving) return;
    if (end.type === "pointerup") drop(list, line);
    else list.append(...former);
  }

  function escape(key) {
    if (key.key === "Escape") stop({ type: "escape" });
  }

  document.addEventListener("pointermove", follow);
  document.addEventListener("pointerup", stop);
  document.addEventListener("pointercancel", stop);
  document.addEventListener("keydown", escape);
}

// The line goes before the first free one whose middle is under the pointer.
function settle(list, line, height) {
  const others = freeLines(list).filter((other) => other !== line);
  const next = others.find((other) => {
    const box = other.getBoundingClientRect();
    return height < box.top + box.height / 2;
  });
  const last = others.at(-1);
  if (next) {
    if (line.nextElementSibling !== next) next.before(line);
  } else if (last && last.nextElementSibling !== line) last.after(line);
}

function drop(list, line) {
  const rank = freeLines(list).indexOf(line);
  if (String(rank) === line.dataset.place) return;
  const button = line.querySelector("[data-drop]");
  button.value = rank;
  button.form.requestSubmit(button);
}

function freeLines(list) {
  return [...list.children].filter((line) => line.dataset.place !== undefined);
}
