// Interactive figures of one size: spread, with a row for each mechanism, and cost; then the list of
// all figures.

// A row for each mechanism, the best on top.
const rowAxis = (box, colours, cells) => axisOf(colours, "", {
  type: "category", inverse: true, data: cells.map((cell) => clipped(cell.run.rows[cell.row].name, isNarrow(box) ? 16 : 34)),
  axisTick: { show: false }, splitLine: { show: true, lineStyle: { color: colours.grid } },
  axisLabel: { color: colours.ink, fontSize: 11.5, interval: 0 },
});
const rowGrid = (box, cells) => {
  const longest = Math.max(0, ...cells.map((cell) => cell.run.rows[cell.row].name.length));
  return gridOf(box, { left: Math.min(longest, isNarrow(box) ? 16 : 34) * 6.8 + 20, bottom: 48 });
};
const rowHeight = (cells) => Math.max(140, cells.length * 19 + 80);

const spreadChart = (box, colours) => {
  const usual = mainMetric(view.pattern);
  const metric = view.pattern === "round_trip" ? usual : metricNumber.get(view.metric);
  const better = data.metrics[metric].lower_is_better ? 1 : -1;
  const cells = cellsOfSize().filter((cell) => figureOf(cell, metric)?.value > 0)
    .sort((a, b) => better * (figureOf(a, metric).value - figureOf(b, metric).value));
  if (!cells.length) return null;
  const at = (cell, share) => cell.quantiles?.[data.quantiles.indexOf(share)] || null;
  const values = [];
  const whiskers = [], boxes = [], intervals = [], middles = [], tails = [];
  const ends = [];  // of whiskers
  cells.forEach((cell, y) => {
    const colour = colours.hues[cell.run.rows[cell.row].hue];
    const piece = (list, low, high) => {
      if (!(low > 0 && high > 0)) return;
      (list === whiskers ? ends : values).push(log(low), log(high));
      list.push([colour, [log(low), y], [log(high), y]]);
    };
    const figure = figureOf(cell, metric);
    if (view.pattern === "round_trip") {
      piece(whiskers, at(cell, 0.05), at(cell, 0.95));
      piece(boxes, at(cell, 0.25), at(cell, 0.75));
      if (at(cell, 0.99)) {
        values.push(log(at(cell, 0.99)));
        tails.push({ value: [log(at(cell, 0.99)), y], cell: cell.number, words: `99 % took at most ${durationText(at(cell, 0.99))}` });
      }
    }
    piece(intervals, figure.low, figure.high);
    values.push(log(figure.value));
    middles.push({ value: [log(figure.value), y], cell: cell.number, itemStyle: { color: colour } });
  });
  // A whisker may be ten times as long as all else is wide: it runs out of the figure then.
  const [lowest, highest] = [Math.min(...values) - 0.2, Math.max(...values) + 0.2];
  const isCut = ends.some((end) => end < lowest || end > highest);
  values.push(...ends.map((end) => Math.min(Math.max(end, lowest), highest)));
  const byColour = (pieces, look) => colours.hues.map((colour) => strokes(
    pieces.filter(([its]) => its === colour).map(([, from, to]) => [from, to]), { lineStyle: { color: colour, ...look } }));
  const words = view.pattern === "round_trip"
    ? "Line: 5 to 95 % of all round trips; thick: the middle half; dark stroke: 95 % interval of the median; ring: p99." + (isCut ? " A line that touches the edge goes on." : "")
    : "Stroke: 95 % interval over the trials.";
  return {
    title: view.pattern === "round_trip" ? `Spread of the round trips, ${byteText(view.size)}` : `${metricName(metric)}, ${byteText(view.size)}`,
    words: `${placeText()}: ${betterText(metric)}. ${words}`, height: rowHeight(cells),
    option: {
      grid: rowGrid(box, cells), yAxis: rowAxis(box, colours, cells),
      xAxis: logAxis(colours, "", values, (value) => valueText(value, metric)),
      dataZoom: zoomOf([{ xAxisIndex: 0 }]),
      series: [...byColour(whiskers, { width: 1.2 }), ...byColour(boxes, { width: 8, opacity: 0.45, cap: "butt" }),
        strokes(intervals.map(([, from, to]) => [from, to]), { z: 3, lineStyle: { color: colours.ink, width: 3, cap: "butt" } }),
        { type: "scatter", z: 4, symbol: "circle", symbolSize: 8, data: middles, itemStyle: { borderColor: colours.background, borderWidth: 1 } },
        { type: "scatter", z: 2, symbol: "emptyCircle", symbolSize: 6, data: tails, itemStyle: { color: colours.soft } }],
    },
  };
};

// Nothing else is better in both; as in the tables, a noisy cell wins nothing.
const frontOf = (points, higher) => {
  const front = [];
  const quiet = points.filter((point) => allCells[point.cell].status !== "noisy");
  for (const point of quiet.sort((a, b) => a.value[0] - b.value[0])) {
    const last = front.at(-1)?.value[1];
    if (last === undefined || (higher ? point.value[1] > last : point.value[1] < last)) front.push(point);
  }
  return front;
};

const pointName = (cell) => (cell.status === "noisy" ? "~" : "") + clipped(cell.run.rows[cell.row].name, 30);

// On which side of its point a name has room, beside points and other names; the first ones choose
// first, and who finds none has no name.
const sidesOfNames = (wanted, points, { width, placeOf }) => {
  const taken = points.map((point) => { const [x, y] = placeOf(point); return { point, from: x - 6, to: x + 6, y }; });
  const sides = new Map();
  for (const point of wanted) {
    const [x, y] = placeOf(point);
    const length = 10 + 6.6 * pointName(allCells[point.cell]).length;
    for (const [side, from, to] of [["right", x + 7, x + length], ["left", x - length, x - 7]]) {
      if (from < 0 || to > width) continue;
      if (!taken.every((other) => other.point === point || Math.abs(other.y - y) > 12 || other.from > to || other.to < from)) continue;
      sides.set(point, side);
      taken.push({ point: null, from, to, y });
      break;
    }
  }
  return sides;
};

const costChart = (box, colours) => {
  const cost = metricNumber.get("cpu_per_message");
  let metric = metricNumber.get(view.metric);
  if (metric === cost || !/^(rtt|throughput|messages)/u.test(view.metric)) metric = mainMetric(view.pattern);
  const cells = cellsOfSize().filter((cell) => !cell.run.rows[cell.row].floor
    && figureOf(cell, cost)?.value > 0 && figureOf(cell, metric)?.value > 0);
  if (cells.length < 2) return null;
  const higher = !data.metrics[metric].lower_is_better;
  const points = cells.map((cell) => ({ value: [log(figureOf(cell, cost).value), log(figureOf(cell, metric).value)], cell: cell.number }));
  const front = frontOf(points, higher);
  const isFront = new Set(front);
  const xAxis = logAxis(colours, "CPU time a message, both sides", points.map((point) => point.value[0]), (value) => durationText(value), { nameGap: 28 });
  const yAxis = logAxis(colours, "", points.map((point) => point.value[1]), (value) => valueText(value, metric));
  const grid = gridOf(box);
  const [width, height] = [box.clientWidth - grid.left, box.clientHeight - grid.top - grid.bottom];
  const placeOf = ({ value: [x, y] }) => [(x - xAxis.min) / (xAxis.max - xAxis.min) * (width - grid.right), (y - yAxis.min) / (yAxis.max - yAxis.min) * height];
  const sides = sidesOfNames([...front, ...points.filter((point) => !isFront.has(point))], points, { width, placeOf });
  const series = points.map((point) => {
    const cell = allCells[point.cell];
    const row = cell.run.rows[cell.row];
    return { type: "scatter", name: row.name, data: [point], symbol: row.marker, symbolSize: isFront.has(point) ? 11 : 8,
             itemStyle: { color: colours.hues[row.hue], borderWidth: 1.6, opacity: 1 },
             label: { show: sides.has(point), position: sides.get(point) ?? "right", formatter: () => pointName(cell), color: isFront.has(point) ? colours.ink : colours.soft, fontSize: 11.5 } };
  });
  series.push({ type: "line", data: front.map((point) => point.value), symbol: "none", silent: true, z: 1, step: false,
                tooltip: { show: false }, lineStyle: { color: colours.soft, width: 1, type: [4, 3] } });
  return {
    title: `What speed costs: ${metricName(metric)} against CPU time, ${byteText(view.size)}`,
    words: `${placeText()}: ${higher ? "upper" : "lower"} left is better. On the dashed line lies what nothing else beats in both${points.some((point) => allCells[point.cell].status === "noisy") ? ", noisy ones (~) apart" : ""}. Floors are left out.`,
    option: {
      grid, series,
      xAxis, yAxis,
    },
  };
};

const chartKinds = [
  { id: "lines", make: linesChart, tall: true, method: "method-figures" },
  { id: "cost", make: costChart, method: "method-cost" },
  { id: "spread", make: spreadChart, method: "method-round-trip" },
  { id: "distribution", make: distributionChart, method: "method-round-trip" },
  { id: "placement", make: placementChart, method: "method-placement" },
  { id: "weather", make: weatherChart, method: "method-regimes" },
];
