// The company's maps: a row and a column light up together, arrows walk the signs, details open beside.
const LIT = "is-on";

export function followCompanyMap() {
  const map = document.querySelector("[data-map]");
  const domains = document.querySelector("[data-domains]");
  if (map) walkable(map);
  if (domains) lightable(domains);
  if (document.getElementById("panneau")) openBeside();
}

// Details come beside the map; without a script, or with a modifier, the link opens its own page.
function openBeside() {
  let opener = null;
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-panel], .cm-body a");
    if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (!link.closest("#panneau")) opener = link;
    window.htmx.ajax("GET", link.getAttribute("href"), { target: "#panneau", swap: "outerHTML" });
  });
  document.addEventListener("keydown", (event) => {
    const panel = document.getElementById("panneau");
    if (event.key !== "Escape" || panel.hidden) return;
    panel.hidden = true;
    opener?.focus();
  });
}

// One sign is reached by Tab; from there the arrows lead to the next one of its row or column.
function walkable(map) {
  const cells = [...map.querySelectorAll(".cm-body a")];
  const place = new Map(cells.map((cell) => [cell, cell.getAttribute("aria-labelledby").split(" ")]));
  const order = new Map([...map.querySelectorAll(".cm-heads a")].map((head, n) => [head.id, n]));
  const lines = new Map([...map.querySelectorAll(".cm-name")].map((head, n) => [head.id, n]));
  const grid = cells.map((cell) => {
    const [system, project] = place.get(cell);
    return { cell, row: lines.get(system), column: order.get(project) };
  });
  const at = new Map(grid.map((one) => [one.cell, one]));
  let current = cells[0];
  for (const cell of cells) cell.setAttribute("tabindex", cell === current ? "0" : "-1");

  map.addEventListener("focusin", (event) => light(event.target.closest("a")));
  map.addEventListener("pointerover", (event) => light(event.target.closest("a")));
  map.addEventListener("pointerleave", () => light(null));
  map.addEventListener("keydown", (event) => {
    const here = at.get(event.target.closest?.(".cm-body a"));
    if (event.key === "Escape") light(null);
    const next = here && neighbour(grid, here, event.key);
    if (!next) return;
    event.preventDefault();
    current.setAttribute("tabindex", "-1");
    current = next.cell;
    current.setAttribute("tabindex", "0");
    current.focus();
    current.scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  const rowMark = map.querySelector("[data-on=row]");
  const columnMark = map.querySelector("[data-on=column]");
  function light(link) {
    for (const lit of map.querySelectorAll(`.${LIT}`)) lit.classList.remove(LIT);
    const own = link?.querySelector(".cm-name")?.id ?? link?.id;
    const [system, project] = place.get(link) ?? [own, own];
    const row = link && map.querySelector(`.cm-name[id="${system}"]`);
    const column = link && map.querySelector(`.cm-heads a[id="${project}"]`);
    row?.closest(".cm-row").classList.add(LIT);
    column?.classList.add(LIT);
    mark(rowMark, row && "y", row && row.closest(".cm-row").offsetTop);
    mark(columnMark, column && "x", column && order.get(project) * Number(columnMark.getAttribute("width")));
  }
}

function mark(shape, axis, where) {
  if (axis) shape.setAttribute(axis, where);
  shape.setAttribute("visibility", axis ? "visible" : "hidden");
}

// The nearest sign in a direction; Home and End go to the ends of the row.
function neighbour(grid, here, key) {
  const inRow = grid.filter((one) => one.row === here.row && one !== here);
  const inColumn = grid.filter((one) => one.column === here.column && one !== here);
  const ways = {
    ArrowRight: () => nearest(inRow, (one) => one.column - here.column),
    ArrowLeft: () => nearest(inRow, (one) => here.column - one.column),
    ArrowDown: () => nearest(inColumn, (one) => one.row - here.row),
    ArrowUp: () => nearest(inColumn, (one) => here.row - one.row),
    Home: () => inRow.reduce((best, one) => (one.column < best.column ? one : best), here),
    End: () => inRow.reduce((best, one) => (one.column > best.column ? one : best), here),
  };
  return ways[key]?.();
}

function nearest(others, distance) {
  return others.filter((one) => distance(one) > 0).sort((a, b) => distance(a) - distance(b))[0];
}

// A system lights its projects, a project lights its systems; the pointer or the focus says which.
function lightable(root) {
  const cards = [...root.querySelectorAll(".cm-card")];
  const chips = new Map([...root.querySelectorAll(".cm-projects a")].map((chip) => [chip.id, chip]));
  const kept = [...root.querySelectorAll(`.${LIT}`)];
  const leaning = (card) => card.dataset.projects.split(" ").filter(Boolean).map((id) => `p${id}`);

  function light(link) {
    for (const lit of root.querySelectorAll(`.${LIT}`)) lit.classList.remove(LIT);
    const card = link?.closest(".cm-card");
    const lit = card
      ? [card, ...leaning(card).map((id) => chips.get(id))]
      : link && chips.has(link.id)
        ? [link, ...cards.filter((one) => leaning(one).includes(link.id))]
        : kept;
    for (const one of lit) one?.classList.add(LIT);
    root.classList.toggle("is-lighting", lit.length > 0);
  }
  light(null);
  root.addEventListener("focusin", (event) => light(event.target.closest("a")));
  root.addEventListener("pointerover", (event) => light(event.target.closest("a")));
  root.addEventListener("pointerleave", () => light(null));
  root.addEventListener("keydown", (event) => event.key === "Escape" && light(null));
}
