// Several results side by side: the first is what the others are measured by.

// The cell of another run that means the same: names are compared, numbers are each run's own.
const sameCell = (run, cell) => {
  const own = cell.run;
  const pattern = run.patterns.indexOf(own.patterns[cell.pattern]);
  const placement = run.placements.indexOf(own.placements[cell.placement]);
  const row = run.rows.findIndex((one) => one.name === own.rows[cell.row].name);
  return cellAt(run, pattern, placement, row, cell.bytes);
};

// Intervals that overlap are no difference.
const toldApart = (a, b) => {
  if (a.low === undefined || b.low === undefined) return null;
  return a.high < b.low || b.high < a.low;
};

const comparedRows = () => {
  const metric = metricNumber.get(view.metric);
  const first = data.runs[0];
  const pattern = first.patterns.indexOf(view.pattern);
  const placement = first.placements.indexOf(view.placement);
  return first.cells.filter((cell) => cell.pattern === pattern && cell.placement === placement
      && cell.bytes === view.size && isShown(first.rows[cell.row]) && figureOf(cell, metric)?.value > 0)
    .map((cell) => ({ cell, base: figureOf(cell, metric), others: data.runs.slice(1).map((run) => {
      const other = sameCell(run, cell);
      const figure = figureOf(other, metric);
      return figure?.value > 0 ? { cell: other, figure, ratio: figure.value / figureOf(cell, metric).value } : null;
    }) }));
};

// Which trials count is each run's own choice: near in one and far in another are two questions.
const regimesApart = () => {
  const all = data.runs.map((run) => {
    const [chosen, label] = run.regimes[run.placements.indexOf(view.placement)] ?? ["", ""];
    return { chosen, words: label && `${run.name} ${label}` };
  });
  if (new Set(all.map(({ chosen }) => chosen).filter(Boolean)).size < 2) return "";
  return `Not measured in the same way, so no ratio is a verdict; regime: ${all.map(({ words }) => words).filter(Boolean).join(", ")}.`;
};

const ratioText = (ratio) => `×${ratio >= 9.995 ? ratio.toFixed(1) : ratio.toFixed(2)}`;

const drawComparison = () => {
  const box = document.getElementById("comparison");
  if (!box) return;
  const metric = metricNumber.get(view.metric);
  const rows = comparedRows();
  const table = element("table", { class: "compared" },
    element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "mechanism"),
      ...data.runs.flatMap((run, number) => [element("th", { scope: "col", class: "name" }, run.name), number ? element("th", { scope: "col" }, "×") : null]))),
    element("tbody", {}, ...rows.map(({ cell, base, others }) => element("tr", {},
      element("th", { scope: "row", class: "name" }, cell.run.rows[cell.row].name), element("td", {}, valueText(base.value, metric)),
      ...others.flatMap((other) => {
        if (!other) return [element("td", { class: "soft" }, "–"), element("td", {})];
        const apart = toldApart(base, other.figure);
        return [element("td", {}, valueText(other.figure.value, metric)),
                element("td", { class: apart ? "" : "soft" }, apart ? ratioText(other.ratio) : `(${ratioText(other.ratio)})`)];
      })))));
  const title = `${capital(metricName(metric))}, ${view.placement}, ${byteText(view.size)}: ${betterText(metric)}. `
    + "× is the ratio to the first result; in brackets where the 95 % intervals overlap or are missing.";
  const apart = regimesApart();
  box.replaceChildren(element("p", { class: "caption" }, title), apart ? element("p", { class: "warning name" }, apart) : "", element("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": "the results side by side" }, table),
    rows.length ? "" : element("p", {}, "The first result has no such figure at this placement and size."));
};

const comparisonChart = (box, colours) => {
  if (data.runs.length < 2) return null;
  const rows = comparedRows().filter(({ others }) => others.some(Boolean));
  if (!rows.length) return null;
  const hues = [0, 5, 2, 7, 4, 1, 6, 3];
  const values = [0];
  const series = data.runs.slice(1).map((run, number) => ({
    type: "scatter", name: run.name, symbol: markers[number % markers.length], symbolSize: 9,
    itemStyle: { color: colours.hues[hues[number % hues.length]], borderWidth: 1.6 },
    data: rows.flatMap(({ others }, y) => {
      const other = others[number];
      if (!other) return [];
      values.push(log(other.ratio));
      // Pale like the brackets of the table: this may be no difference.
      return [{ value: [log(other.ratio), y], cell: other.cell.number, itemStyle: { opacity: toldApart(rows[y].base, other.figure) ? 1 : 0.35 }, words: `${run.name}: ${ratioText(other.ratio)} the first result` }];
    }),
  }));
  series[0].markLine = { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: colours.ink, type: "solid", width: 1 }, data: [{ xAxis: 0 }] };
  const metric = metricNumber.get(view.metric);
  return {
    title: `${metricName(metric)} in relation to ${data.runs[0].name}, ${byteText(view.size)}`,
    words: `${data.metrics[metric].lower_is_better ? "Left" : "Right"} of the line is better than the first result; pale: the intervals overlap or are missing. `
      + data.runs.slice(1).map((run, number) => `${["●", "■", "▲", "◆", "○", "□", "△"][number % 7]} ${run.name}`).join(", ") + ". " + regimesApart(),
    height: rowHeight(rows),
    option: {
      grid: rowGrid(box, rows.map(({ cell }) => cell)), yAxis: rowAxis(box, colours, rows.map(({ cell }) => cell)), series,
      xAxis: logAxis(colours, "", values, ratioText), dataZoom: zoomOf([{ xAxisIndex: 0 }]),
    },
  };
};
