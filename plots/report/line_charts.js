// Interactive figures with lines: against size, distribution, by placement, the weather. Each is made
// from the current view: title, words, and what ECharts draws.

const linesChart = (box, colours) => {
  const metric = metricNumber.get(view.metric);
  const cells = shownCells().filter((cell) => figureOf(cell, metric)?.value > 0);
  if (!cells.length) return null;
  const rows = currentRun().rows.filter((row) => cells.some((cell) => cell.row === row.number));
  const sizes = sizesOf(cells);
  const figureAt = (row, bytes) => figureOf(cells.find((one) => one.row === row.number && one.bytes === bytes), metric);
  const named = namedRows(rows, sizes, metric, figureAt);
  const values = [];
  const series = [];
  const ends = [];
  for (const row of rows) {
    const isNamed = named.has(row);
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
    if (isNamed) ends.push({ row, at: points.findLast((point) => point.value[1] !== null).value });
    series.push({ type: "line", name: row.name, data: points, ...lineLook(row, colours, isNamed) });
    if (pieces.length) series.push(strokes(pieces, { lineStyle: { color: colours.hues[row.hue], width: 1, opacity: isNamed ? 0.55 : 0.2 } }));
  }
  const xAxis = sizeAxis(colours, sizes);
  const yAxis = logAxis(colours, "", values, (value) => valueText(value, metric));
  series.push(...endNames(box, colours, ends, xAxis.max, yAxis));
  return {
    title: `${metricName(metric)} against message size`,
    words: `${placeText()}: ${betterText(metric)}. Strokes are 95 % intervals. Both axes are logarithmic.${namesText(box, rows, named)}`,
    option: { grid: gridOf(box, { right: nameRoom(box, [...named]) }), xAxis, yAxis, series },
  };
};

const nines = (share) => -log(1 - share);
const shareText = (share) => `${Number((share * 100).toPrecision(6))} %`;

const distributionChart = (box, colours) => {
  const cells = cellsOfSize().filter((cell) => cell.quantiles?.some((value) => value > 0));
  if (!cells.length) return null;
  // The few that were by chance much faster would squeeze all others: their lines run out of the figure.
  const quarter = data.quantiles.indexOf(0.25);
  const lowest = Math.min(...cells.map((cell) => log(cell.quantiles[quarter] || Infinity))) - 0.3;
  const values = [];
  const series = cells.map((cell) => {
    const row = cell.run.rows[cell.row];
    const points = cell.quantiles.map((value, number) => {
      if (!(value > 0)) return null;
      values.push(Number.isFinite(lowest) ? Math.max(log(value), lowest) : log(value));
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

const placementChart = (box, colours) => {
  const run = currentRun();
  const metric = metricNumber.get(view.metric);
  const cells = run.cells.filter((cell) => cell.pattern === patternNumber() && cell.bytes === view.size
    && isDrawn(run.rows[cell.row]) && figureOf(cell, metric)?.value > 0);
  const places = [...new Set(cells.map((cell) => cell.placement))].sort((a, b) => a - b);
  if (places.length < 2) return null;
  const rows = run.rows.filter((row) => cells.some((cell) => cell.row === row.number));
  const named = namedRows(rows, places, metric,
    (row, placement) => figureOf(cells.find((one) => one.row === row.number && one.placement === placement), metric));
  const values = [];
  const series = rows.map((row) => ({ type: "line", name: row.name, connectNulls: true, ...lineLook(row, colours, named.has(row)),
    data: places.map((placement, x) => {
      const cell = cells.find((one) => one.row === row.number && one.placement === placement);
      if (!cell) return { value: [x, null] };
      values.push(log(figureOf(cell, metric).value));
      return { value: [x, log(figureOf(cell, metric).value)], cell: cell.number, words: run.places[placement] };
    }) }));
  const last = places.length - 1;
  const yAxis = logAxis(colours, "", values, (value) => valueText(value, metric));
  const ends = rows.map((row, number) => ({ row, at: series[number].data.findLast((point) => point.value[1] !== null).value }))
    .filter(({ row }) => named.has(row));
  series.push(...endNames(box, colours, ends, last + 0.12, yAxis));
  const xAxis = axisOf(colours, "", { min: -0.3, max: last + 0.12, splitLine: { show: false } });
  xAxis.axisTick = { ...xAxis.axisTick, customValues: places.map((_, x) => x) };
  xAxis.axisLabel = { ...xAxis.axisLabel, customValues: places.map((_, x) => x), formatter: (x) => run.placements[places[Math.round(x)]] ?? "" };
  return {
    title: `${metricName(metric)} by placement, ${byteText(view.size)}`,
    words: `Which two CPUs the processes run on: ${places.map((place) => run.places[place]).join("; ")}. ${capital(betterText(metric))}.${namesText(box, rows, named)}`,
    option: {
      grid: gridOf(box, { right: nameRoom(box, [...named]) }), series, xAxis, yAxis,
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
