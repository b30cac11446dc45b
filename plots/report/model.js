// The page's data, decoded: runs, cells, figures, and how they are said in words.

const data = JSON.parse(document.getElementById("data").textContent);
// Where nothing was measured there is still a table of what is missing.
if (!data.metrics.length) data.metrics.push({ name: "rtt_p50", unit: "ns", help: "", lower_is_better: true });
const metricNumber = new Map(data.metrics.map((metric, number) => [metric.name, number]));

// What ECharts is given it copies through and through, so its points carry a cell's number.
const allCells = [];
for (const run of data.runs) {
  run.byPlace = new Map();
  for (const cell of run.cells) {
    cell.run = run;
    cell.number = allCells.push(cell) - 1;
    cell.status ??= "ok";
    run.byPlace.set([cell.pattern, cell.placement, cell.row, cell.bytes].join(), cell);
  }
}

const byteText = (bytes) => {
  for (const [unit, factor] of [["MiB", 1048576], ["KiB", 1024]]) {
    if (bytes >= factor && bytes % factor === 0) return `${bytes / factor} ${unit}`;
  }
  return `${bytes} B`;
};

// Three significant digits without an exponent where they fit; as in every other table.
const briefNumber = (value) => {
  if (value >= 1e6) return value.toExponential(1).replace("e+", "e+0").replace(/e\+0(\d\d)/, "e+$1");
  if (value >= 99.95) return value.toFixed(0);
  if (value >= 9.995) return value.toFixed(1);
  if (value === 0) return "0";
  if (value < 0.0005) return value.toPrecision(2);
  return value.toFixed(value >= 0.9995 ? 2 : 3);
};

const shownUnit = (metric) => {
  const unit = data.metrics[metric].unit;
  if (unit === "ns") return { name: "µs", factor: 1e-3 };
  if (unit === "ratio") return { name: "%", factor: 100 };
  return { name: unit === "1" ? "" : unit, factor: 1 };
};

const durationText = (ns) => {
  if (ns >= 1e9) return `${briefNumber(ns / 1e9)} s`;
  if (ns >= 1e6) return `${briefNumber(ns / 1e6)} ms`;
  if (ns >= 1e3) return `${briefNumber(ns / 1e3)} µs`;
  return `${briefNumber(ns)} ns`;
};

// "1 ms", "2.5 µs": on an axis noughts are noise.
const roundText = (text) => text.replace(/(\.\d*?)0+(?= )/u, "$1").replace(/\.(?= )/u, "");
const capital = (text) => text[0].toUpperCase() + text.slice(1);

// A value in a hint, with its unit.
const valueText = (value, metric) => {
  if (data.metrics[metric].unit === "ns") return durationText(value);
  const unit = shownUnit(metric);
  const number = value * unit.factor;
  const text = number >= 1e4 && number < 1e9 ? Math.round(number).toLocaleString("en") : briefNumber(number);
  return unit.name ? `${text} ${unit.name}` : text;
};

// {value, low, high} in the metric's own unit, or nothing.
const figureOf = (cell, metric) => {
  const figure = cell?.figures?.[metric] ?? null;
  if (figure === null) return null;
  return Array.isArray(figure) ? { value: figure[0], low: figure[1], high: figure[2] } : { value: figure };
};

const halfWidth = (figure) => {
  if (figure.low === undefined || figure.low === null) return null;
  if (figure.low === figure.high) return 0;
  return figure.value ? (figure.high - figure.low) / 2 / figure.value : null;
};

const halfWidthText = (figure) => {
  const half = halfWidth(figure);
  if (half !== null) return `±${Math.ceil(half * 100)} %`;
  return figure.low === undefined || figure.low === null ? "no interval" : "";
};

const patternNames = { round_trip: "round trip", stream: "stream (one way)" };
const metricNames = {
  rtt_p50: "round trip, median (p50)", rtt_p90: "round trip, p90", rtt_p99: "round trip, p99",
  rtt_p999: "round trip, p99.9", rtt_mean: "round trip, mean", rtt_min: "round trip, shortest",
  rtt_max: "round trip, longest", rtt_p50_to_best: "round trip, median, times the best",
  throughput_to_best: "throughput, times the best", throughput: "throughput", messages: "messages a second",
  loss: "lost messages", cpu_per_message: "CPU time a message, both sides",
  user_per_message: "CPU time a message, user", system_per_message: "CPU time a message, kernel",
  voluntary_switches_per_message: "voluntary switches a message",
  involuntary_switches_per_message: "involuntary switches a message",
  faults_per_message: "page faults a message", syscalls_per_message: "system calls a message",
};
const metricName = (metric) =>
  metricNames[data.metrics[metric].name] ?? data.metrics[metric].name.replaceAll("_", " ");
// "p50", where it is clear that round trips are meant.
const shortName = (metric) => metricName(metric).replace(/^round trip, (median \(p50\)|)/u, (_, median) => (median ? "p50" : ""));
const mainMetric = (patternName) =>
  metricNumber.get(patternName === "stream" ? "throughput" : "rtt_p50") ?? 0;
const betterText = (metric) => (data.metrics[metric].lower_is_better ? "lower is better" : "higher is better");

const cellAt = (run, pattern, placement, row, bytes) =>
  run.byPlace.get([pattern, placement, row, bytes].join());
const cellsOf = (run, pattern, placement) =>
  run.cells.filter((cell) => cell.pattern === pattern && cell.placement === placement);
const sizesOf = (cells) => [...new Set(cells.map((cell) => cell.bytes))].sort((a, b) => a - b);
const metricsOf = (run, pattern) => {
  const found = new Set();
  for (const cell of run.cells) {
    if (cell.pattern !== pattern) continue;
    cell.figures?.forEach((figure, number) => figure !== null && found.add(number));
  }
  return [...found].sort((a, b) => a - b);
};

// Rows that wait alike can be compared: one that spins keeps two CPUs busy to be quick, and floors
// have no peer.
const companyOf = (row) => (row.floor ? "floor" : row.waiting === "spins" ? "spinning" : "sleeping");
const companies = [
  ["sleeping", "sleeps while it waits"],
  ["spinning", "spins: keeps two CPUs busy"],
  ["floor", "floors: no peer, not ranked"],
];

// The page says which hue a family has, and where the steps of heat end: the fixed figures have the same.
const page = document.documentElement.dataset;
const familyHues = Object.fromEntries(page.hues.split(",").map((pair) => pair.split("=")).map(([family, hue]) => [family, Number(hue)]));
const families = Object.keys(familyHues);
const hueOf = (row) => familyHues[row.family] ?? 8;
const markers = ["circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect", "emptyTriangle"];
const dashes = [[], [6, 3], [2, 2], [8, 3, 2, 3], [12, 4]];
for (const run of data.runs) {
  const places = new Map();
  run.rows.forEach((row, number) => {
    const place = places.get(hueOf(row)) ?? 0;
    places.set(hueOf(row), place + 1);
    Object.assign(row, { number, hue: hueOf(row), marker: markers[place % markers.length],
                         dash: dashes[place % dashes.length], company: companyOf(row) });
  });
}

const reasonOf = (cell) => (cell.reason === undefined ? "" : cell.run.texts[cell.reason]);
const missingReason = (cell, metric) => {
  const text = cell.missing?.[metric];
  return text === undefined ? "" : cell.run.texts[text];
};

const heatLimits = page.heat.split(" ").map(Number);
const heatOf = (times) => {
  const step = heatLimits.findIndex((limit) => times <= limit);
  return step === -1 ? heatLimits.length : step;
};

// An element with its attributes and children; texts are texts, never markup.
const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
};
