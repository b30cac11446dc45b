// Puts the page together: the static tables give way to the ones that can be changed.

const interactive = typeof echarts !== "undefined";
const controls = document.getElementById("controls");

readAddress(location.hash);
// An address that names no view has this one, also when the back button comes back to it.
history.replaceState({ view: addressOf() }, "");
controls.append(viewControls(), familyControls(), tableButtons());
document.getElementById("matrix-static").remove();
for (const later of document.querySelectorAll("[data-script]")) later.hidden = false;
watchers.push(drawMatrix, drawCell, drawComparison);

if (interactive) {
  const figures = document.getElementById("charts");
  figures.hidden = false;
  document.getElementById("legend").append(drawnControl(), rowButtons());
  for (const kind of chartKinds) figures.append(addChart(kind));
  const comparison = document.getElementById("comparison-chart");
  if (comparison) comparison.append(addChart({ id: "comparison", make: comparisonChart, method: "method-results" }));
  watchers.push(drawCharts);
  // What is drawn twice is looked at once; the static ones are a step away.
  const still = document.getElementById("still");
  const toggle = document.getElementById("still-toggle");
  const show = (shown) => {
    still.hidden = !shown;
    document.getElementById("still-head").classList.toggle("screen", !shown);
    toggle.setAttribute("aria-expanded", String(shown));
    toggle.textContent = shown ? "hide them" : "show them";
  };
  if (still && toggle) {
    toggle.hidden = false;
    toggle.addEventListener("click", () => show(still.hidden));
    show(false);
  }
}
tellAll();

// A link within the page leads to another part of it: what is looked at stays, and so does its address.
const lookAgain = () => {
  const address = location.hash.includes("=") ? location.hash : history.state?.view;
  if (address === undefined) {
    history.replaceState(null, "", addressOf());
    return;
  }
  readAddress(address);
  tellAll();
};
addEventListener("hashchange", lookAgain);
if (interactive) {
  let width = innerWidth;
  const redraw = () => drawCharts();
  addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; redraw(); } });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  matchMedia("print").addEventListener("change", redraw);
  addEventListener("beforeprint", redraw);
  addEventListener("afterprint", redraw);
}
