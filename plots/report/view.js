// What is being looked at: machine, pattern, metric, placement, size; kept in the page's address.

const view = {};
const hidden = new Set();  // names of rows
const hiddenFamilies = new Set();
const watchers = [];

const currentRun = () => data.runs[view.machine];
const patternNumber = () => currentRun().patterns.indexOf(view.pattern);
const placementNumber = () => currentRun().placements.indexOf(view.placement);
const currentCells = () => cellsOf(currentRun(), patternNumber(), placementNumber());
const isShown = (row) => !hidden.has(row.name) && !hiddenFamilies.has(row.family);
// What spins, and floors even more so, lies so far from everything else that a figure would be about
// that alone; nor may they be compared.
const drawnChoices = { sleeping: "those that sleep", spinning: "those that spin", all: "all", floors: "all, and floors" };
const drawnCompanies = { sleeping: ["sleeping"], spinning: ["spinning"], all: ["sleeping", "spinning"], floors: ["sleeping", "spinning", "floor"] };
const mayBeDrawn = (row) => drawnCompanies[view.drawn].includes(row.company);
const isDrawn = (row) => isShown(row) && mayBeDrawn(row);

const usualPlacement = (run, pattern) => {
  const used = run.placements.filter((_, number) => cellsOf(run, pattern, number).some((cell) => cell.figures));
  return used.includes("cross") ? "cross" : used[0] ?? run.placements[0];
};

// The nearest to what was chosen that this run has, so that there is always something to see.
const settle = () => {
  view.machine = Math.min(Math.max(Number.parseInt(view.machine, 10) || 0, 0), data.runs.length - 1);
  const run = currentRun();
  if (!run.patterns.includes(view.pattern)) view.pattern = run.patterns[0];
  const pattern = patternNumber();
  const metrics = metricsOf(run, pattern).map((number) => data.metrics[number].name);
  const usual = data.metrics[mainMetric(view.pattern)]?.name;
  if (!metrics.includes(view.metric)) view.metric = metrics.includes(usual) ? usual : metrics[0] ?? usual;
  const placements = run.placements.filter((_, number) => cellsOf(run, pattern, number).length);
  if (!placements.includes(view.placement)) view.placement = usualPlacement(run, pattern);
  const sizes = sizesOf(currentCells());
  view.size = Number(view.size);
  if (!sizes.includes(view.size)) view.size = sizes.includes(64) ? 64 : sizes[0];
  if (!(view.drawn in drawnChoices)) {
    view.drawn = run.rows.some((row) => row.company === "sleeping") ? "sleeping" : "floors";
  }
  if (!run.rows.some((row) => row.name === view.row)) {
    view.row = (run.rows.find((row) => !row.floor) ?? run.rows[0])?.name;
  }
};

const names = ["machine", "pattern", "metric", "placement", "size", "row", "sort", "drawn"];

const readAddress = (address) => {
  for (const name of names) delete view[name];
  hidden.clear();
  hiddenFamilies.clear();
  const text = address.slice(1);
  if (text.includes("=")) {
    const parts = new URLSearchParams(text);
    for (const name of names) if (parts.has(name)) view[name] = parts.get(name);
    for (const name of parts.getAll("without")) hidden.add(name);
    for (const name of parts.getAll("without-family")) hiddenFamilies.add(name);
  }
  settle();
};

const addressOf = () => {
  const parts = new URLSearchParams();
  for (const name of names) {
    if (view[name] === undefined || view[name] === "" || (name === "machine" && data.runs.length === 1)) continue;
    parts.set(name, view[name]);
  }
  for (const name of hidden) parts.append("without", name);
  for (const name of hiddenFamilies) parts.append("without-family", name);
  return `#${parts}`;
};

const tellAll = () => { for (const watcher of watchers) watcher(); };

// A step that the back button takes back.
const choose = (changes) => {
  Object.assign(view, changes);
  settle();
  const address = addressOf();
  if (address !== location.hash) history.pushState(null, "", address);
  tellAll();
};

const fill = (select, options, chosen) => {
  select.replaceChildren(...options.map(([value, text]) => {
    const option = element("option", { value }, text);
    option.selected = String(value) === String(chosen);
    return option;
  }));
  select.disabled = options.length < 2;
};

const control = (name, text, optionsOf) => {
  const select = element("select", { id: `view-${name}`, onchange: () => choose({ [name]: select.value }) });
  watchers.push(() => fill(select, optionsOf(), view[name]));
  return element("label", { for: `view-${name}` }, text, select);
};

const metricOptions = () => {
  // How a cell stands to the best is said beside its figure.
  const all = metricsOf(currentRun(), patternNumber()).filter((number) => !data.metrics[number].name.endsWith("_to_best"));
  return all.map((number) => [data.metrics[number].name, metricName(number)]);
};

const viewControls = () => {
  const form = element("form", { class: "view", "aria-label": "What is shown", onsubmit: (event) => event.preventDefault() });
  if (data.runs.length > 1) {
    form.append(control("machine", "result", () => data.runs.map((run, number) => [number, run.name])));
  }
  form.append(
    control("pattern", "pattern", () => currentRun().patterns.map((name) => [name, patternNames[name] ?? name])),
    control("metric", "metric", metricOptions),
    control("placement", "placement", () => currentRun().placements
      .filter((_, number) => cellsOf(currentRun(), patternNumber(), number).length).map((name) => [name, name])),
    control("size", "size, for figures of one size", () => sizesOf(currentCells()).map((size) => [size, byteText(size)])),
  );
  return form;
};

const familyControls = () => {
  const box = element("fieldset", { class: "families" });
  watchers.push(() => {
    const focused = document.activeElement?.dataset?.family;
    const here = families.filter((family) => currentRun().rows.some((row) => row.family === family));
    box.replaceChildren(element("legend", {}, "families"), ...here.map((family) => {
      const input = element("input", { type: "checkbox", "data-family": family, onchange: () => {
        if (input.checked) hiddenFamilies.delete(family); else hiddenFamilies.add(family);
        choose({});
      } });
      input.checked = !hiddenFamilies.has(family);
      return element("label", {}, input, family);
    }));
    box.querySelector(`[data-family="${CSS.escape(focused ?? "")}"]`)?.focus();
  });
  return box;
};
