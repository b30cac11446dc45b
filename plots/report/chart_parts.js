// Pieces that several of the interactive figures are made of: looks, strokes, names at lines' ends.

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

