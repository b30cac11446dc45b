// Pieces that several of the interactive figures are made of: looks, strokes, names at lines' ends.

const shownCells = () => {
  const run = currentRun();
  return currentCells().filter((cell) => isDrawn(run.rows[cell.row]));
};
const cellsOfSize = () => shownCells().filter((cell) => cell.bytes === view.size);
const lineLook = (row, colours, isNamed = true) => ({
  symbol: row.marker, symbolSize: isNamed ? 7 : 5, z: isNamed ? 3 : 2,
  itemStyle: { color: colours.hues[row.hue], borderWidth: 1.6, opacity: isNamed ? 1 : 0.45 },
  lineStyle: { color: colours.hues[row.hue], width: isNamed ? 2 : 1.2, opacity: isNamed ? 1 : 0.45, type: row.dash.length ? row.dash : "solid" },
  emphasis: { focus: "series", lineStyle: { width: 3, opacity: 1 }, itemStyle: { opacity: 1 } },
  blur: { lineStyle: { opacity: 0.12 }, itemStyle: { opacity: 0.12 } },
});

// More lines than these lie upon each other, and their names beside them say nothing.
const mostNames = 8;
// The rows that are named at the ends of their lines and drawn in full: all if they are few; else of
// each family, of those that wait alike, the one that is the best in most places, and the chosen one.
const namedRows = (rows, places, metric, figureAt) => {
  if (rows.length <= mostNames) return new Set(rows);
  const lower = data.metrics[metric].lower_is_better;
  const wins = new Map();
  for (const place of places) {
    const best = new Map();
    for (const row of rows) {
      const value = figureAt(row, place)?.value;
      if (!(value > 0)) continue;
      const key = `${row.family},${row.company}`;
      const old = best.get(key);
      if (!old || (lower ? value < old.value : value > old.value)) best.set(key, { row, value });
    }
    for (const [key, { row }] of best) {
      if (!wins.has(key)) wins.set(key, new Map());
      wins.get(key).set(row, (wins.get(key).get(row) ?? 0) + 1);
    }
  }
  const named = [...wins.values()].flatMap((counts) => {
    const most = Math.max(...counts.values());
    return [...counts].filter(([, count]) => count === most).map(([row]) => row);
  });
  return new Set([...named, ...rows.filter((row) => row.name === view.row)]);
};
const namesText = (box, rows, named) => (named.size === rows.length ? ""
  : ` Drawn in full${isNarrow(box) ? "" : " and named"}: the best of each family in most places, and the chosen mechanism; the others are in the legend and under the pointer.`);
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

