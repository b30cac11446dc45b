// One cell with all of its figures: what the pointer shows, for those who have none, and for print.

const drawCell = () => {
  const box = document.getElementById("cell");
  const run = currentRun();
  const row = run.rows.find((one) => one.name === view.row);
  const cell = row && cellAt(run, patternNumber(), placementNumber(), row.number, view.size);
  const select = element("select", { id: "cell-row", onchange: () => choose({ row: select.value }) });
  fill(select, run.rows.map((one) => [one.name, one.name]), view.row);
  const sizes = element("select", { id: "cell-size", onchange: () => choose({ size: sizes.value }) });
  fill(sizes, sizesOf(currentCells()).map((size) => [size, byteText(size)]), view.size);
  const focused = document.activeElement?.id;
  box.replaceChildren(element("form", { class: "view", "aria-label": "Which cell", onsubmit: (event) => event.preventDefault() },
    element("label", { for: "cell-row" }, "mechanism", select), element("label", { for: "cell-size" }, "size", sizes)),
    cell ? cellTable(cell) : element("p", {}, "This cell was not asked for."));
  if (focused?.startsWith("cell-")) document.getElementById(focused)?.focus();
};

const cellTable = (cell) => {
  const row = cell.run.rows[cell.row];
  const facts = [`${row.family}, ${row.framing}, ${row.delivery}, ${row.waiting} while it waits, reach: ${row.reach}, a dead peer is ${row.peer_loss}`,
    `${cell.trials} trials count`];
  if (cell.distance) facts.push(`CPUs ${Math.round(cell.distance)} ns apart`);
  if (cell.effective !== undefined) facts.push(`in effect: ${cell.run.texts[cell.effective]}`);
  const status = cell.status === "ok" ? null : element("p", { class: "warning" }, `${cell.status}: ${reasonOf(cell)}`);
  const rows = cellRows(cell).map(([number, figure, reason]) => element("tr", {},
    element("th", { scope: "row", title: data.metrics[number].help }, metricName(number)),
    ...(figure ? [element("td", {}, valueText(figure.value, number)),
                  element("td", {}, figure.low === undefined ? "" : `${valueText(figure.low, number)} to ${valueText(figure.high, number)}`),
                  element("td", {}, figure.low === undefined ? "" : halfWidthText(figure))]
      : [element("td", { class: "hole" }, "–"), element("td", { colspan: 2 }, reason)])));
  return element("div", {}, status, element("p", { class: "soft name" }, `${row.summary ? `${row.summary}. ` : ""}${facts.join("; ")}.`),
    rows.length ? element("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": "all figures of one cell" }, element("table", {},
      element("caption", { class: "name" }, `${row.name}, ${byteText(cell.bytes)}, ${placeText()}`),
      element("thead", {}, element("tr", {}, ...["figure", "value", "95 % interval", "±"].map((text) => element("th", { scope: "col" }, text)))),
      element("tbody", {}, ...rows))) : null);
};
