// Interactive figures: what they have in common. Only if ECharts is in the page.

const palette = () => {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  return { background: colour("background"), ink: colour("ink"), soft: colour("soft"), grid: colour("grid"),
           context: colour("context"), hues: Array.from({ length: 9 }, (_, number) => colour(`hue${number}`)) };
};

const log = Math.log10;
const isNarrow = (box) => box.clientWidth < 560;

// Where an axis of logarithms has its words: 1, 2, 5 of each decade, more in a short range and fewer
// in a long one; in a very short one even steps, as on a linear axis.
const evenTicks = (low, high) => {
  const rough = (high - low) / 8;
  const power = 10 ** Math.floor(log(rough));
  const step = [1, 2, 5, 10].map((digit) => digit * power).find((wide) => wide >= rough);
  const ticks = [];
  for (let number = Math.ceil(low / step); number * step <= high; number++) ticks.push(log(number * step));
  return ticks;
};
const logTicks = (low, high) => {
  const decades = high - low;
  if (decades < 0.5) return evenTicks(10 ** low, 10 ** high);
  const digits = decades > 5 ? [1] : decades > 0.9 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9];
  const ticks = [];
  for (let power = Math.floor(low) - 1; power <= Math.ceil(high); power++) {
    for (const digit of digits) {
      const at = power + log(digit);
      if (at >= low && at <= high) ticks.push(at);
    }
  }
  const most = 14;
  const step = Math.ceil(ticks.length / most);
  return ticks.filter((_, number) => number % step === 0);
};

const axisOf = (colours, name, extra) => ({
  type: "value", name, nameLocation: "middle", nameTextStyle: { color: colours.soft, fontSize: 12 },
  axisLine: { show: true, onZero: false, lineStyle: { color: colours.soft } }, axisTick: { show: true, lineStyle: { color: colours.soft } },
  axisLabel: { color: colours.ink, fontSize: 11.5, hideOverlap: true }, splitLine: { lineStyle: { color: colours.grid } },
  minorSplitLine: { show: false }, ...extra,
});

// An axis of logarithms: what lies on it was taken the logarithm of, for ECharts' own has its words
// at powers of ten only.
const logAxis = (colours, name, values, textOf, extra = {}) => {
  const finite = values.filter(Number.isFinite);
  let low = Math.min(...finite);
  let high = Math.max(...finite);
  if (!finite.length) { low = 0; high = 1; }
  const room = Math.max((high - low) * 0.05, 0.03);
  low -= room;
  high += room;
  const ticks = logTicks(low, high);
  const base = axisOf(colours, name, { min: low, max: high, ...extra });
  base.axisTick = { ...base.axisTick, customValues: ticks };
  base.axisLabel = { ...base.axisLabel, customValues: ticks, formatter: (value) => roundText(textOf(10 ** value)), ...extra.axisLabel };
  base.splitLine = { ...base.splitLine, ...extra.splitLine };
  return base;
};

const sizeAxis = (colours, sizes) => {
  const places = sizes.map(Math.log2);
  const room = sizes.length > 1 ? 0.4 : 1;
  const base = axisOf(colours, "message size", { min: places[0] - room, max: places.at(-1) + room, nameGap: 28 });
  base.axisTick = { ...base.axisTick, customValues: places };
  base.axisLabel = { ...base.axisLabel, customValues: places, formatter: (value) => byteText(Math.round(2 ** value)) };
  base.splitLine = { show: false };
  return base;
};

// All that is known of a cell, for the pointer and for the table of one cell.
const cellRows = (cell) => {
  const rows = [];
  data.metrics.forEach((metric, number) => {
    const figure = figureOf(cell, number);
    const reason = missingReason(cell, number);
    if (!figure && !reason) return;
    rows.push([number, figure, reason]);
  });
  return rows;
};

const hintTable = (cell, words) => {
  const row = cell.run.rows[cell.row];
  const main = cellRows(cell).filter(([number, figure]) => figure && (/^(rtt|throughput|messages|loss|cpu)/u).test(data.metrics[number].name));
  const line = (number, figure) => element("tr", {}, element("td", {}, shortName(number)),
    element("td", {}, valueText(figure.value, number)),
    element("td", {}, figure.low === undefined ? "" : `${valueText(figure.low, number)} … ${valueText(figure.high, number)}`));
  const facts = [row.family, row.waiting, `${cell.trials} trials`, cell.status === "ok" ? null : cell.status].filter(Boolean);
  return element("div", { class: "tip" }, element("strong", { class: "name" }, row.name), ` ${byteText(cell.bytes)}`,
    element("div", { class: "soft" }, facts.join(", ")), words ? element("div", {}, words) : null,
    element("table", {}, ...main.map(([number, figure]) => line(number, figure))),
    cell.status === "noisy" ? element("div", { class: "soft" }, reasonOf(cell)) : null);
};

const zoomOf = (axes) => axes.map((axis) => ({ type: "inside", ...axis, filterMode: "none",
  zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false, moveOnMouseMove: true, preventDefaultMouseMove: false }));

const commonOption = (colours) => ({
  animation: false, backgroundColor: "transparent", textStyle: { fontFamily: "system-ui, sans-serif", color: colours.ink },
  tooltip: { trigger: "item", confine: true, backgroundColor: colours.background, borderColor: colours.context, borderWidth: 1,
             padding: [6, 9], textStyle: { color: colours.ink }, extraCssText: "box-shadow:none;border-radius:3px",
             formatter: (hit) => {
               const cell = allCells[hit.data?.cell];
               return cell ? hintTable(cell, hit.data.words) : element("div", { class: "tip" }, hit.data?.words ?? hit.seriesName ?? "");
             } },
  dataZoom: zoomOf([{ xAxisIndex: 0 }, { yAxisIndex: 0 }]),
});

const charts = [];

// Around the middle of the points that are seen, so that there are some afterwards; 0 shows all.
const zoomChart = (chart, factor) => {
  const option = chart.getOption();
  let points = option.series.flatMap((series) => series.data ?? []).filter((point) => Number.isFinite(point?.value?.[1]) && point.cell !== undefined);
  option.dataZoom.forEach(({ start = 0, end = 100 }, number) => {
    const { min, max } = option[number ? "yAxis" : "xAxis"][0];
    const placeOf = (point) => (point.value[number] - min) / (max - min) * 100;
    const seen = points.map(placeOf).filter((place) => place >= start && place <= end).sort((a, b) => a - b);
    const middle = seen.length ? seen[Math.floor(seen.length / 2)] : (start + end) / 2;
    const half = Math.min((end - start) / 2 * factor, 50);
    const from = Math.min(Math.max(middle - half, 0), 100 - 2 * half);
    const to = from + 2 * half;
    if (factor) points = points.filter((point) => !(placeOf(point) < from || placeOf(point) > to));
    chart.dispatchAction({ type: "dataZoom", dataZoomIndex: number, start: factor ? from : 0, end: factor ? to : 100 });
  });
};

// A figure with its heading, buttons and a sentence on how to read it.
const addChart = (kind) => {
  const box = element("div", { class: `chart ${kind.tall ? "tall" : "usual"}`, role: "img" });
  const title = element("h3", { id: `figure-${kind.id}` });
  const words = element("span");
  const said = element("span", { class: "said", role: "status" });
  const zoom = (factor) => zoomChart(entry.chart, factor);
  const button = (text, does, label) => element("button", { type: "button", class: "do", "aria-label": label, onclick: does }, text);
  const figure = element("figure", { "data-kind": kind.id }, title, box,
    element("figcaption", {}, words, " ", element("a", { href: `#${kind.method}` }, "How it was measured"), "."),
    element("div", { class: "buttons" },
      button("PNG", () => savePicture(entry, "png"), "Save this figure as PNG"),
      button("SVG", () => savePicture(entry, "svg"), "Save this figure as SVG"),
      button("+", () => zoom(0.6), "Zoom in"), button("−", () => zoom(1 / 0.6), "Zoom out"),
      button("reset", () => zoom(0), "Reset the zoom"), said));
  const entry = { kind, box, figure, title, words, said, chart: null };
  charts.push(entry);
  return figure;
};

const drawChart = (entry) => {
  const { kind, box } = entry;
  const made = kind.make(box, palette());
  entry.figure.hidden = !made;
  if (!made) return;
  entry.title.textContent = capital(made.title);
  entry.words.textContent = capital(made.words);
  box.setAttribute("aria-label", `${made.title}. The figures are in the tables above and below.`);
  entry.chart ??= echarts.init(box, null, { renderer: "svg" });
  if (!entry.listens) {
    entry.listens = true;
    entry.chart.on("click", (hit) => {
      const cell = allCells[hit.data?.cell];
      if (cell) choose({ row: cell.run.rows[cell.row].name, size: cell.bytes });
    });
  }
  if (made.height) box.style.height = `${made.height}px`;
  entry.chart.resize();
  entry.chart.setOption({ ...commonOption(palette()), ...made.option }, { notMerge: true });
};

const drawCharts = () => charts.forEach(drawChart);

// A sample of a row's line, as the figures draw it.
const markerShapes = {
  circle: [["circle", { cx: 13, cy: 6, r: 3.5 }], true], emptyCircle: [["circle", { cx: 13, cy: 6, r: 3.2 }], false],
  rect: [["rect", { x: 9.8, y: 2.8, width: 6.4, height: 6.4 }], true], emptyRect: [["rect", { x: 10, y: 3, width: 6, height: 6 }], false],
  triangle: [["path", { d: "M13 2L17 9.5H9z" }], true], emptyTriangle: [["path", { d: "M13 2L17 9.5H9z" }], false],
  diamond: [["path", { d: "M13 1.5L17 6L13 10.5L9 6z" }], true],
};
const svgElement = (tag, attributes) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
};
const sampleOf = (row) => {
  const colour = `var(--hue${row.hue})`;
  const svg = svgElement("svg", { width: 26, height: 12, viewBox: "0 0 26 12", "aria-hidden": "true" });
  svg.append(svgElement("path", { d: "M0 6H26", stroke: colour, "stroke-width": 2, "stroke-dasharray": row.dash.join(" ") }));
  const [[tag, places], isFull] = markerShapes[row.marker];
  svg.append(svgElement(tag, { ...places, stroke: colour, "stroke-width": 1.6, fill: isFull ? colour : "var(--background)" }));
  return svg;
};

// The legend: each row can be left out.
const drawnControl = () => {
  const form = element("form", { class: "view", "aria-label": "What is drawn", onsubmit: (event) => event.preventDefault() });
  form.append(control("drawn", "in the figures", () => Object.entries(drawnChoices)));
  return form;
};
const rowButtons = () => {
  const box = element("div", { class: "rows", role: "group", "aria-label": "mechanisms that are shown" });
  watchers.push(() => {
    const focused = document.activeElement?.dataset?.row;
    const here = new Set(currentCells().map((cell) => cell.row));
    const rows = currentRun().rows.filter((row) => here.has(row.number) && !hiddenFamilies.has(row.family) && mayBeDrawn(row));
    const all = (text, does) => element("button", { type: "button", class: "do", "data-row": `\n${text}`, onclick: does }, text);
    box.replaceChildren(...rows.map((row) => element("button", {
      type: "button", "data-row": row.name, "aria-pressed": String(!hidden.has(row.name)),
      onclick: () => { if (!hidden.delete(row.name)) hidden.add(row.name); choose({}); },
    }, sampleOf(row), row.name)),
    all("all", () => { hidden.clear(); choose({}); }),
    all("none", () => { for (const row of rows) hidden.add(row.name); choose({}); }));
    if (focused !== undefined) box.querySelector(`[data-row="${CSS.escape(focused)}"]`)?.focus();
  });
  return box;
};
