// The interactive figures, each from the current view: title, words, and what ECharts draws.

const shownCells = () => {
  const run = currentRun();
  return currentCells().filter((cell) => isDrawn(run.rows[cell.row]));
};
const cellsOfSize = () => shownCells().filter((cell) => cell.bytes === view.size);
const lineLook = (row, colours) => ({
  symbol: row.marker, symbolSize: 7, itemStyle: { color: colours.hues[row.hue], borderWidth: 1.6 },
  lineStyle: { color: colours.hues[row.hue], width: 1.8, type: row.dash.length ? row.dash : "solid" },
  emphasis: { focus: "series", lineStyle: { width: 3 } }, blur: { lineStyle: { opacity: 0.12 }, itemStyle: { opacity: 0.12 } },
});
// Names at the ends of lines, moved apart, each with a thin line to its end. `ends` are the last
// points, {row, at: [x, y]}, on a y axis from low to high.
const endNames = (box, colours, ends, x, axis) => {
  const height = Math.max(box.clientHeight - 70, 100);
  // Who has no room is in the legend and under the pointer.
  if (isNarrow(box) || !ends.length || ends.length * 13 > height) return [];
  const step = 13 / height * (axis.max - axis.min);
  const sorted = [...ends].sort((a, b) => a.at[1] - b.at[1]);
  // As near to their ends as possible with a step between neighbours: groups that would overlap are
  // laid around their common middle.
  const groups = [];
  sorted.forEach((end, place) => {
    groups.push({ sum: end.at[1] - place * step, size: 1 });
    while (groups.length > 1 && groups.at(-2).sum / groups.at(-2).size > groups.at(-1).sum / groups.at(-1).size) {
      const last = groups.pop();
      groups.at(-1).sum += last.sum;
      groups.at(-1).size += last.size;
    }
  });
  const starts = groups.flatMap(({ sum, size }) => Array(size).fill(sum / size));
  const places = starts.map((start, place) => start + place * step);
  const above = Math.max(places.at(-1) - axis.max, 0);
  const below = Math.max(axis.min - places[0], 0);
  const shift = above > 0 ? -above : below;
  sorted.forEach((end, place) => { sorted[place] = { ...end, y: places[place] + shift }; });
  return sorted.flatMap(({ row, at, y }) => [
    { type: "line", silent: true, symbol: "none", z: 1, clip: false, tooltip: { show: false }, data: [at, [x, y]],
      lineStyle: { color: colours.hues[row.hue], width: 0.6, opacity: 0.5 } },
    { type: "scatter", name: row.name, silent: true, symbolSize: 0, clip: false, data: [[x, y]], tooltip: { show: false }, itemStyle: { opacity: 1 },
      label: { show: true, position: "right", distance: 2, formatter: () => clipped(row.name, 30), color: colours.hues[row.hue], fontSize: 11.5 } },
  ]);
};
const nameRoom = (box, rows) => (isNarrow(box) ? 14 : 34 + 6.6 * Math.min(longestName(rows), 30));
const gridOf = (box, extra = {}) => ({ left: isNarrow(box) ? 62 : 78, right: isNarrow(box) ? 14 : 24, top: 14, bottom: 52, ...extra });
const longestName = (rows) => Math.max(0, ...rows.map((row) => row.name.length));
const clipped = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

// Intervals as strokes: pieces of one line, with holes between them.
const strokes = (pieces, look) => ({
  type: "line", silent: true, symbol: "none", z: 1, tooltip: { show: false }, ...look,
  data: pieces.flatMap(([from, to]) => [from, to, [null, null]]),
});

const linesChart = (box, colours) => {
  const metric = metricNumber.get(view.metric);
  const cells = shownCells().filter((cell) => figureOf(cell, metric)?.value > 0);
  if (!cells.length) return null;
  const rows = currentRun().rows.filter((row) => cells.some((cell) => cell.row === row.number));
  const sizes = sizesOf(cells);
  const values = [];
  const series = [];
  const ends = [];
  for (const row of rows) {
    const pieces = [];
    // A size that lacks its figure is a gap, not a straight line.
    const points = sizes.map((bytes) => {
      const cell = cells.find((one) => one.row === row.number && one.bytes === bytes);
      const x = Math.log2(bytes);
      if (!cell) return { value: [x, null] };
      const figure = figureOf(cell, metric);
      values.push(log(figure.value));
      if (figure.low > 0) {
        pieces.push([[x, log(figure.low)], [x, log(figure.high)]]);
        values.push(log(figure.low), log(figure.high));
      }
      return { value: [x, log(figure.value)], cell: cell.number };
    });
    ends.push({ row, at: points.findLast((point) => point.value[1] !== null).value });
    series.push({ type: "line", name: row.name, data: points, ...lineLook(row, colours) });
    if (pieces.length) series.push(strokes(pieces, { lineStyle: { color: colours.hues[row.hue], width: 1, opacity: 0.55 } }));
  }
  const xAxis = sizeAxis(colours, sizes);
  const yAxis = logAxis(colours, "", values, (value) => valueText(value, metric));
  series.push(...endNames(box, colours, ends, xAxis.max, yAxis));
  return {
    title: `${metricName(metric)} against message size`,
    words: `${placeText()}: ${betterText(metric)}. Strokes are 95 % intervals. Both axes are logarithmic.`,
    option: { grid: gridOf(box, { right: nameRoom(box, rows) }), xAxis, yAxis, series },
  };
};

const nines = (share) => -log(1 - share);
const shareText = (share) => `${Number((share * 100).toPrecision(6))} %`;

const distributionChart = (box, colours) => {
  const cells = cellsOfSize().filter((cell) => cell.quantiles?.some((value) => value > 0));
  if (!cells.length) return null;
  const values = [];
  const series = cells.map((cell) => {
    const row = cell.run.rows[cell.row];
    const points = cell.quantiles.map((value, number) => {
      if (!(value > 0)) return null;
      values.push(log(value));
      return { value: [log(value), nines(data.quantiles[number])], cell: cell.number, words: `${shareText(data.quantiles[number])} took at most ${durationText(value)}` };
    }).filter(Boolean);
    return { type: "line", name: row.name, data: points, ...lineLook(row, colours), symbolSize: 5 };
  });
  const ticks = [0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999];
  const top = Math.max(...series.flatMap((one) => one.data.map((point) => point.value[1])));
  const yAxis = axisOf(colours, "", { min: 0, max: Math.max(top * 1.03, 1) });
  yAxis.axisTick = { ...yAxis.axisTick, customValues: ticks.map(nines) };
  yAxis.axisLabel = { ...yAxis.axisLabel, customValues: ticks.map(nines), formatter: (value) => shareText(1 - 10 ** -value) };
  return {
    title: `How many round trips took how long, ${byteText(view.size)}`,
    words: `${placeText()}: further left is better; all counted trials together. The higher, the rarer: each step upwards is another nine.`,
    option: { grid: gridOf(box), yAxis, series,
              xAxis: logAxis(colours, "round trip took at most", values, (value) => durationText(value), { nameGap: 28 }) },
  };
};

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
  cells.forEach((cell, y) => {
    const colour = colours.hues[cell.run.rows[cell.row].hue];
    const piece = (list, low, high) => {
      if (!(low > 0 && high > 0)) return;
      values.push(log(low), log(high));
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
  const byColour = (pieces, look) => colours.hues.map((colour) => strokes(
    pieces.filter(([its]) => its === colour).map(([, from, to]) => [from, to]), { lineStyle: { color: colour, ...look } }));
  const words = view.pattern === "round_trip"
    ? "Line: 5 to 95 % of all round trips; thick: the middle half; dark stroke: 95 % interval of the median; ring: p99."
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

// Nothing else is better in both.
const frontOf = (points, higher) => {
  const front = [];
  for (const point of [...points].sort((a, b) => a.value[0] - b.value[0])) {
    const last = front.at(-1)?.value[1];
    if (last === undefined || (higher ? point.value[1] > last : point.value[1] < last)) front.push(point);
  }
  return front;
};

// On which side of its point a name has room, beside points and other names; the first ones choose
// first, and who finds none has no name.
const sidesOfNames = (wanted, points, { width, placeOf }) => {
  const taken = points.map((point) => { const [x, y] = placeOf(point); return { point, from: x - 6, to: x + 6, y }; });
  const sides = new Map();
  for (const point of wanted) {
    const [x, y] = placeOf(point);
    const length = 10 + 6.6 * Math.min(allCells[point.cell].run.rows[allCells[point.cell].row].name.length, 30);
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
             label: { show: sides.has(point), position: sides.get(point) ?? "right", formatter: () => clipped(row.name, 30), color: isFront.has(point) ? colours.ink : colours.soft, fontSize: 11.5 } };
  });
  series.push({ type: "line", data: front.map((point) => point.value), symbol: "none", silent: true, z: 1, step: false,
                tooltip: { show: false }, lineStyle: { color: colours.soft, width: 1, type: [4, 3] } });
  return {
    title: `What speed costs: ${metricName(metric)} against CPU time, ${byteText(view.size)}`,
    words: `${placeText()}: ${higher ? "upper" : "lower"} left is better. On the dashed line lies what nothing else beats in both. Floors are left out.`,
    option: {
      grid, series,
      xAxis, yAxis,
    },
  };
};

const placementChart = (box, colours) => {
  const run = currentRun();
  const metric = metricNumber.get(view.metric);
  const cells = run.cells.filter((cell) => cell.pattern === patternNumber() && cell.bytes === view.size
    && isDrawn(run.rows[cell.row]) && figureOf(cell, metric)?.value > 0);
  const places = [...new Set(cells.map((cell) => cell.placement))].sort((a, b) => a - b);
  if (places.length < 2) return null;
  const rows = run.rows.filter((row) => cells.some((cell) => cell.row === row.number));
  const values = [];
  const series = rows.map((row) => ({ type: "line", name: row.name, connectNulls: true, ...lineLook(row, colours),
    data: places.map((placement, x) => {
      const cell = cells.find((one) => one.row === row.number && one.placement === placement);
      if (!cell) return { value: [x, null] };
      values.push(log(figureOf(cell, metric).value));
      return { value: [x, log(figureOf(cell, metric).value)], cell: cell.number, words: run.places[placement] };
    }) }));
  const last = places.length - 1;
  const yAxis = logAxis(colours, "", values, (value) => valueText(value, metric));
  const ends = rows.map((row, number) => ({ row, at: series[number].data.findLast((point) => point.value[1] !== null).value }));
  series.push(...endNames(box, colours, ends, last + 0.12, yAxis));
  const xAxis = axisOf(colours, "", { min: -0.3, max: last + 0.12, splitLine: { show: false } });
  xAxis.axisTick = { ...xAxis.axisTick, customValues: places.map((_, x) => x) };
  xAxis.axisLabel = { ...xAxis.axisLabel, customValues: places.map((_, x) => x), formatter: (x) => run.placements[places[Math.round(x)]] ?? "" };
  return {
    title: `${metricName(metric)} by placement, ${byteText(view.size)}`,
    words: `Which two CPUs the processes run on: ${places.map((place) => run.places[place]).join("; ")}. ${capital(betterText(metric))}.`,
    option: {
      grid: gridOf(box, { right: nameRoom(box, rows) }), series, xAxis, yAxis,
    },
  };
};

const weatherChart = (box, colours) => {
  const rounds = currentRun().weather;
  if (rounds.filter((round) => round.distance || round.control).length < 2) return null;
  const values = rounds.flatMap((round) => [round.distance, round.control]).filter((value) => value > 0).map(log);
  const line = (name, key, hue, symbol) => ({ type: "line", name, symbol, symbolSize: 5, itemStyle: { color: colours.hues[hue] },
    lineStyle: { color: colours.hues[hue], width: 1.4 }, connectNulls: false,
    endLabel: { show: !isNarrow(box), formatter: () => name, color: colours.hues[hue], fontSize: 11.5 },
    data: rounds.map((round) => ({ value: [round.round + 1, round[key] > 0 ? log(round[key]) : null], words: `round ${round.round + 1}, ${name}: ${round[key] ? durationText(round[key]) : "unknown"}` })) });
  return {
    title: "The weather over the run",
    words: "Round by round: a cache line's way between the two CPUs and back, and the control cell, always the same. A machine at rest draws two level lines.",
    option: {
      grid: gridOf(box, { right: isNarrow(box) ? 14 : 150 }),
      xAxis: axisOf(colours, "round", { nameGap: 28, minInterval: 1, min: "dataMin", max: "dataMax", splitLine: { show: false } }),
      yAxis: logAxis(colours, "", values, durationText),
      series: [line("control cell", "control", 0, "circle"), line("distance of the CPUs", "distance", 7, "triangle")],
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
