// What can be taken along: pictures, the data as CSV, the table as Markdown.

const save = (name, blob) => {
  const address = URL.createObjectURL(blob);
  const link = element("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};

const fileName = (kind, ending) =>
  ["ipcbench", kind, view.pattern, view.metric, view.placement, view.size].join("-").replace(/[^\w.-]+/gu, "_") + `.${ending}`;

const savePicture = async (entry, ending) => {
  const { chart, kind, box } = entry;
  const text = chart.renderToSVGString();
  const vector = new Blob([text], { type: "image/svg+xml" });
  if (ending === "svg") { save(fileName(kind.id, "svg"), vector); return; }
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  try {
    await image.decode();
  } catch {
    entry.said.textContent = "this browser cannot draw it; SVG works";
    return;
  }
  const scale = 2;
  const canvas = element("canvas", { width: box.clientWidth * scale, height: box.clientHeight * scale });
  const paper = canvas.getContext("2d");
  paper.fillStyle = palette().background;
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => save(fileName(kind.id, "png"), blob), "image/png");
};

// A text that starts like a formula is one for spreadsheets.
const csvField = (value) => {
  let text = String(value ?? "");
  if (/^[=+\-@\t\r]/u.test(text) && !/^-?[\d.]+(e[+-]?\d+)?$/iu.test(text)) text = `'${text}`;
  return /[",\n\r]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const csvText = () => {
  const lines = ["result,pattern,mechanism,size_bytes,placement,metric,value,unit,ci_low,ci_high,trials,status,reason,distance_ns"];
  for (const run of data.runs) {
    for (const cell of run.cells) {
      const start = [run.name, run.patterns[cell.pattern], run.rows[cell.row].name, cell.bytes, run.placements[cell.placement]];
      const end = (reason) => [cell.trials, cell.status, reason, cell.distance];
      const known = cellRows(cell);
      if (!known.length) lines.push([...start, "", "", "", "", "", ...end(reasonOf(cell))].map(csvField).join());
      for (const [number, figure, reason] of known) {
        const { name, unit } = data.metrics[number];
        lines.push([...start, name, figure?.value, unit, figure?.low, figure?.high, ...end(figure ? reasonOf(cell) : reason)].map(csvField).join());
      }
    }
  }
  return lines.join("\n") + "\n";
};

const markdownField = (text) => text.replace(/\s+/gu, " ").replace(/[\\`*_[\]<>|#&~]/gu, "\\$&");

const markdownText = () => {
  const table = matrixBox.querySelector("table");
  const lines = [`**${markdownField(matrixBox.querySelector(".caption").textContent)}**`, ""];
  const sizes = table.tHead.rows[0].cells.length - 1;
  const textOf = (cell) => {
    const copy = cell.cloneNode(true);
    for (const mark of copy.querySelectorAll("sup")) mark.remove();
    const text = markdownField(copy.textContent);
    return cell.classList.contains("best") ? `**${text}**` : text;
  };
  lines.push(`| ${[...table.tHead.rows[0].cells].map(textOf).join(" | ")} |`, `|:--|${"--:|".repeat(sizes)}`);
  for (const body of table.tBodies) {
    for (const row of body.rows) {
      if (row.cells.length > 1) lines.push(`| ${[...row.cells].map(textOf).join(" | ")} |`);
    }
  }
  const run = currentRun();
  return lines.concat("", `Bold is the best of its size among mechanisms that wait alike. ${markdownField(run.name)}, ${markdownField(run.started_at)}.`, "").join("\n");
};

const copy = async (text, said) => {
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = "copied";
  } catch {
    // Pages from disk may not use the clipboard in every browser; a selection they may copy.
    const area = element("textarea", { readonly: true });
    area.value = text;
    document.body.append(area);
    area.select();
    said.textContent = document.execCommand("copy") ? "copied" : "this browser does not let pages copy";
    area.remove();
  }
};

const tableButtons = () => {
  const said = element("span", { class: "said", role: "status" });
  return element("div", { class: "buttons" },
    element("button", { type: "button", class: "do", id: "copy-markdown", onclick: () => copy(markdownText(), said) }, "copy table as Markdown"),
    element("button", { type: "button", class: "do", id: "save-csv", onclick: () => save("ipcbench.csv", new Blob([csvText()], { type: "text/csv" })) }, "save all data as CSV"),
    element("button", { type: "button", class: "do", id: "whole-view", onclick: () => { hidden.clear(); hiddenFamilies.clear(); for (const name of names) delete view[name]; choose({}); } }, "start over"), said);
};
