// The matrix: mechanisms downwards, sizes across, a colour for how much slower than the best.

const matrixBox = document.getElementById("matrix");

// Whether a run ranks cells by a metric: then the program has compared them within rounds, and a
// cell has its standing.
const isRanked = (metric) => metricNumber.has(`${data.metrics[metric].name}_to_best`);
const toBestOf = (cell, metric) => figureOf(cell, metricNumber.get(`${data.metrics[metric].name}_to_best`));

// The best of each column among rows that wait alike, as in the fixed figures: a noisy cell wins
// nothing, the best of one row is no news, and floors are not ranked.
const bestOf = (cells, metric) => {
  const best = new Map();
  const lower = data.metrics[metric].lower_is_better;
  const companyOfCell = (cell) => cell.run.rows[cell.row].company;
  const rows = new Map(companies.map(([company]) => [company, new Set()]));
  for (const cell of cells) rows.get(companyOfCell(cell)).add(cell.row);
  for (const cell of cells) {
    const figure = figureOf(cell, metric);
    const company = companyOfCell(cell);
    if (!figure || company === "floor" || cell.status === "noisy" || rows.get(company).size < 2) continue;
    const key = `${company},${cell.bytes}`;
    if (isRanked(metric) && cell.standing !== "best") continue;
    const old = best.get(key);
    const wins = !old || (lower ? figure.value < old.value : figure.value > old.value);
    if (wins) best.set(key, { cell, value: figure.value, figure });
  }
  return best;
};

const sizesText = (sizes) => (sizes.length > 4 ? `${sizes.length} sizes from ${byteText(sizes[0])} to ${byteText(sizes.at(-1))}`
  : sizes.map(byteText).join(", "));

// A throughput says nothing without what did not arrive.
const lossText = (cells, rows) => {
  const metric = metricNumber.get("loss");
  const losses = rows.filter((row) => row.delivery === "may drop").flatMap((row) => {
    const its = cells.filter((cell) => cell.row === row.number && figureOf(cell, metric));
    if (!its.length) return [];
    const percents = its.map((cell) => figureOf(cell, metric).value * 100);
    const [least, most] = [Math.min(...percents), Math.max(...percents)].map((percent) => percent.toFixed(1));
    return [`${row.name} ${least === most ? most : `${least} to ${most}`} % of its messages at ${sizesText(sizesOf(its))}`];
  });
  return losses.length ? `Lost: ${losses.join("; ")}.` : "";
};

const timesSlower = (value, best, metric) => {
  const ratio = data.metrics[metric].lower_is_better ? value / best : best / value;
  return Number.isFinite(ratio) ? ratio : null;
};

// What a reader must know of cells: letters in the table, words below it.
class Notes {
  constructor() { this.list = new Map(); }
  mark(text, where) {
    if (!text) return null;
    if (!this.list.has(text)) this.list.set(text, []);
    this.list.get(text).push(where);
    const number = [...this.list.keys()].indexOf(text);
    return element("sup", {}, Notes.letter(number));
  }
  static letter(number) {
    const last = String.fromCharCode(97 + number % 26);
    return number < 26 ? last : Notes.letter(Math.floor(number / 26) - 1) + last;
  }
  items() {
    return [...this.list].map(([text, where], number) =>
      element("li", {}, `${Notes.letter(number)}: ${where.slice(0, 6).join(", ")}${where.length > 6 ? ` and ${where.length - 6} more` : ""}: ${text}`));
  }
}

const holeText = (cell, metric) => {
  if (!cell) return ["", ""];
  if (cell.status === "skipped" || cell.status === "error") return [cell.status, reasonOf(cell) || cell.status];
  return ["–", missingReason(cell, metric) || "no such figure in this cell"];
};

const isLevel = (cell, metric, best, figure) => (isRanked(metric) ? cell.standing === "tied" : toldApart(best, figure) === false);

const timesText = (cell, metric, times) => {
  const ratio = toBestOf(cell, metric);
  if (ratio?.low !== undefined) return `, ${briefNumber(ratio.value)} [${briefNumber(ratio.low)}, ${briefNumber(ratio.high)}] times the best`;
  return times && times > 1 ? `, ${briefNumber(times)} times the best` : "";
};

const hint = (cell, figure, metric, times) => {
  const row = cell.run.rows[cell.row];
  const interval = figure.low === undefined ? "no interval"
    : `95 % interval ${valueText(figure.low, metric)} to ${valueText(figure.high, metric)}`;
  return `${row.name}, ${byteText(cell.bytes)}: ${valueText(figure.value, metric)}, ${interval}`
    + timesText(cell, metric, times);
};

const figureCell = (cell, metric, best, notes) => {
  const figure = figureOf(cell, metric);
  if (!figure) {
    const [word, reason] = holeText(cell, metric);
    return element("td", { class: "hole" }, word, word ? notes.mark(reason, `${cell.run.rows[cell.row].name} at ${byteText(cell.bytes)}`) : null);
  }
  const row = cell.run.rows[cell.row];
  const top = best.get(`${row.company},${cell.bytes}`);
  const times = top ? timesSlower(figure.value, top.value, metric) : null;
  const isBest = top?.cell === cell;
  const classes = [times === null ? "plain" : `h${heatOf(times)}`];
  if (isBest) classes.push("best");
  else if (top && cell.status !== "noisy" && isLevel(cell, metric, top.figure, figure)) classes.push("level");
  if (row.name === view.row && cell.bytes === view.size) classes.push("chosen");
  const mark = cell.status === "noisy"
    ? notes.mark(reasonOf(cell), `${row.name} at ${byteText(cell.bytes)}`) : null;
  return element("td", { class: classes.join(" "), title: hint(cell, figure, metric, times),
                         "data-cell": `${cell.row},${cell.bytes}` },
    (cell.status === "noisy" ? "~" : "") + briefNumber(figure.value * shownUnit(metric).factor), mark);
};

// "name", "-name", "4096", "-4096": by a size the best first; a minus turns the order around.
const sortedRows = (rows, at, metric) => {
  const descending = view.sort?.startsWith("-");
  const by = view.sort?.replace(/^-/, "");
  if (!by) return rows;
  const lower = data.metrics[metric].lower_is_better;
  const sign = descending ? -1 : 1;
  if (by === "name") return [...rows].sort((a, b) => sign * (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  // What has no figure comes last either way.
  const rank = (row) => {
    const figure = figureOf(at(row, Number(by)), metric);
    return figure ? sign * (lower ? figure.value : -figure.value) : Infinity;
  };
  return [...rows].sort((a, b) => { const x = rank(a); const y = rank(b); return x === y ? a.number - b.number : x < y ? -1 : 1; });
};

// The head of a column: a button that sorts by it.
const sortHead = (key, text, metric, attributes = {}) => {
  const isThis = view.sort?.replace(/^-/, "") === key;
  const isTurned = view.sort?.startsWith("-") ?? false;
  // The best of a throughput is the largest.
  const startsHigh = key !== "name" && !data.metrics[metric].lower_is_better;
  const order = !isThis ? null : isTurned === startsHigh ? "ascending" : "descending";
  const next = !isThis ? key : isTurned ? "" : `-${key}`;
  return element("th", { scope: "col", "aria-sort": order, ...attributes },
    element("button", { type: "button", "data-sort": key, onclick: () => choose({ sort: next }) }, text));
};

const placeText = () => currentRun().places[placementNumber()];

const matrixTitle = (metric) => {
  const unit = shownUnit(metric).name;
  return `${metricName(metric)}${unit ? ` in ${unit}` : ""}, ${placeText()}: ${betterText(metric)}`;
};

const drawMatrix = () => {
  const metric = metricNumber.get(view.metric);
  const run = currentRun();
  const cells = currentCells();
  const sizes = sizesOf(cells);
  const best = bestOf(cells, metric);
  const notes = new Notes();
  const at = (row, bytes) => cellAt(run, patternNumber(), placementNumber(), row.number, bytes);
  const here = new Set(cells.map((cell) => cell.row));
  const rows = run.rows.filter((row) => here.has(row.number) && isShown(row));
  const bodies = companies.map(([company, words]) => {
    const its = sortedRows(rows.filter((row) => row.company === company), at, metric);
    if (!its.length) return null;
    return element("tbody", {},
      element("tr", {}, element("th", { class: "group", colspan: sizes.length + 1, scope: "rowgroup" }, words)),
      ...its.map((row) => element("tr", {},
        element("th", { scope: "row", class: "name", title: row.summary }, row.name),
        ...sizes.map((bytes) => figureCell(at(row, bytes), metric, best, notes)))));
  });
  const focused = document.activeElement?.dataset?.sort;
  const table = element("table", { class: "matrix clickable", onclick: (event) => {
    const cell = event.target.closest("td[data-cell]");
    if (!cell) return;
    const [row, bytes] = cell.dataset.cell.split(",").map(Number);
    choose({ row: run.rows[row].name, size: bytes });
  } },
    element("thead", {}, element("tr", {}, sortHead("name", "mechanism", metric),
      ...sizes.map((bytes) => sortHead(String(bytes), byteText(bytes), metric)))),
    ...bodies);
  const list = notes.items();
  const losses = view.pattern === "stream" && view.metric !== "loss" ? lossText(cells, rows) : "";
  matrixBox.replaceChildren(
    element("p", { class: "caption", id: "matrix-title" }, capital(matrixTitle(metric))),
    element("div", { class: "scroll", role: "region", tabindex: "0", "aria-labelledby": "matrix-title" }, table),
    element("div", { class: "notes" },
      rows.length ? null : element("p", {}, "No mechanism is selected."),
      losses ? element("p", { class: "name" }, losses) : null,
      list.length ? element("ul", { class: "plain" }, ...list) : null));
  if (focused) matrixBox.querySelector(`[data-sort="${CSS.escape(focused)}"]`)?.focus();
};
