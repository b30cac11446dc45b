// Putting the page together.
#include "plots/report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "plots/palette.hpp"
#include "plots/report_answer.hpp"
#include "plots/report_assets.hpp"
#include "plots/report_comparison.hpp"
#include "plots/report_figures.hpp"
#include "plots/report_matrix.hpp"
#include "plots/report_method.hpp"
#include "plots/report_policy.hpp"
#include "plots/svg.hpp"
#include "results/names.hpp"
#include "results/recommendation.hpp"
#include "results/run_words.hpp"

namespace ipcbench {

namespace {

std::string colours(const Palette& palette) {
  std::string text = fmt::format("--background:{};--ink:{};--soft:{};--grid:{};--context:{};",
                                 palette.background.hex(), palette.ink.hex(),
                                 palette.soft_ink.hex(), palette.grid.hex(), palette.context.hex());
  for (std::size_t i = 0; i < palette.hues.size(); ++i) {
    text += fmt::format("--hue{}:{};", i, palette.hues[i].hex());
  }
  for (std::size_t i = 0; i < palette.heat.size(); ++i) {
    text += fmt::format("--heat{}:{};--on{}:{};", i, palette.heat[i].hex(), i,
                        ink_on(palette.heat[i], palette).hex());
  }
  return text;
}

std::string title_of(std::span<const ReportedRun> runs) {
  if (runs.size() == 1) {
    return fmt::format("Inter-process communication on {}", fact_of(runs[0].run, "cpu"));
  }
  return fmt::format("Inter-process communication: {} results side by side", runs.size());
}

/// What the script needs to draw in the same colours: "pipe=0,unix socket=2,..."
std::string hues_of_families() {
  std::string text;
  for (const Family family : {Family::pipe, Family::unix_socket, Family::inet_socket,
                              Family::message_queue, Family::shared_memory, Family::floor}) {
    text += fmt::format("{}{}={}", text.empty() ? "" : ",", name_of(family), hue_of(family));
  }
  return text;
}

std::string head(const std::string& title, const ReportAssets& assets, bool scripts,
                 bool interactive) {
  std::string text = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\" data-hues=\"{}\" data-heat=\"{}\">\n<head>\n<meta "
      "charset=\"utf-8\">\n",
      hues_of_families(), fmt::join(heat_limits, " "));
  text += fmt::format("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n",
                      content_policy(scripts ? assets.script_sha256 : std::string_view(),
                                     interactive ? assets.echarts_sha256 : std::string_view()));
  text += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  text +=
      fmt::format("<title>{}</title>\n<link rel=\"icon\" href=\"data:,\">\n", xml_escaped(title));
  // Paper is white, whatever the screen is.
  text += fmt::format(
      "<style>\n:root{{{}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{}}}}}\n{}"
      "</style>\n</head>\n",
      colours(palette_of(Theme::light)), colours(palette_of(Theme::dark)),
      std::string(assets.css) + report_figure_style());
  return text;
}

/// "Linux 6.18, 2 CPUs, a virtual machine; suite quick, 2026-..."
std::string where_and_when(const RunResult& run) {
  std::string text = fmt::format("Linux {}", fact_of(run, "kernel"));
  text.erase(std::min(text.find(" #"), text.size()));
  if (const std::string cpus = fact_of(run, "cpus_allowed"); cpus != "unknown") {
    text += fmt::format(", CPUs {}", cpus);
  }
  if (const std::string machine = fact_of(run, "virtual_machine"); machine == "yes") {
    text += ", a virtual machine";
  }
  return text + fmt::format("; suite {}, {}", run.settings.suite, run.started_at);
}

std::string introduction(std::span<const ReportedRun> runs, const std::string& title) {
  std::string text = fmt::format("<header>\n<h1 class=\"name\">{}</h1>\n", xml_escaped(title));
  for (const ReportedRun& run : runs) {
    text += fmt::format("<p class=\"soft name\">{}{}</p>\n",
                        runs.size() > 1 ? xml_escaped(run.name) + ": " : std::string(),
                        xml_escaped(where_and_when(run.run)));
    if (const std::string note = run_note(run.run); !note.empty()) {
      text += fmt::format("<p class=\"warning name\">{}{}</p>\n",
                          runs.size() > 1 ? xml_escaped(run.name) + ": " : std::string(),
                          xml_escaped(note));
    }
  }
  text +=
      "<nav aria-label=\"sections\"><ul><li><a href=\"#answer\">The answer</a></li>"
      "<li><a href=\"#all\">All mechanisms</a></li>";
  if (runs.size() > 1) text += "<li><a href=\"#side-by-side\">Side by side</a></li>";
  return text +
         "<li><a href=\"#figures\">Figures</a></li><li><a href=\"#one-cell\" data-script "
         "hidden>One cell</a></li><li><a href=\"#machine\">Machine</a></li>"
         "<li><a href=\"#method\">Method</a></li></ul></nav>\n</header>\n";
}

/// Of each pattern at its usual placement.
std::string static_matrices(const RunResult& run) {
  std::string text;
  for (const TableSection& section : table_sections(run)) {
    if (section.placement == usual_placement(run, section.pattern)) {
      text += report_matrix(run, section);
    }
  }
  return text;
}

std::string scripts_of(std::span<const ReportedRun> runs, const ReportAssets& assets,
                       bool interactive) {
  std::string text =
      fmt::format("<script type=\"application/json\" id=\"data\">{}</script>\n", report_data(runs));
  if (interactive) {
    text +=
        fmt::format("<!-- ECharts, which the next element is:\n{}\n-->\n", assets.echarts_licence);
    text += fmt::format("<script>{}</script>\n", assets.echarts);
  }
  return text + fmt::format("<script>{}</script>\n", assets.script);
}

/// "linux 6.18" as a folder: only what is harmless in a path and in an address.
std::string folder_name(std::size_t number, const std::string& name) {
  std::string text = fmt::format("{}-", number + 1);
  constexpr std::size_t most = 40;
  for (const char c : name.substr(0, most)) {
    const bool is_plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    text += is_plain || c == '-' || c == '.' ? c : '_';
  }
  return text;
}

std::string answers(std::span<const ReportedRun> runs) {
  std::string text = "<section id=\"answer\"><h2>The answer</h2>\n";
  for (const ReportedRun& run : runs) {
    if (runs.size() > 1) {
      text += fmt::format("<h3 class=\"name\">{}</h3>\n", xml_escaped(run.name));
    }
    text += report_answer(run.run);
  }
  return text + "</section>\n";
}

/// All but the one that is looked at first.
std::vector<std::string> other_placements(const RunResult& run) {
  std::vector<std::string> others;
  for (const TableSection& section : table_sections(run)) {
    if (section.placement == usual_placement(run, section.pattern)) continue;
    others.push_back(section.placement.name());
  }
  return others;
}

/// What fixed figures may add to the page, so that it stays below 5 MB: the data of ten large
/// results takes 3.
constexpr std::size_t alone = 2'500'000;
constexpr std::size_t beside_others = 700'000;

std::string figures_section(std::span<const NamedFigure> figures, const std::string& folder,
                            std::span<const ReportedRun> runs) {
  std::string text =
      "<section id=\"figures\"><h2>Figures</h2>\n<div id=\"charts\" hidden><p class=\"soft "
      "screen\">They show what is chosen above the table. The pointer shows all figures of a "
      "point, a click chooses it below; control and the wheel zoom.</p>"
      "<div id=\"legend\"></div></div>\n";
  if (figures.empty()) return text + "</section>\n";
  text +=
      "<div id=\"still-head\"><h3>Fixed figures, for papers and slides</h3>\n<p class=\"soft\">";
  text += runs.size() > 1 ? fmt::format("Of {}; the others' are in folders beside this page. ",
                                        xml_escaped(runs[0].name))
                          : std::string();
  text += fmt::format("SVG, light and dark in one file, in the folder <code>{}</code>. ",
                      xml_escaped(folder));
  text +=
      "<button type=\"button\" class=\"do\" id=\"still-toggle\" aria-controls=\"still\" "
      "hidden></button></p></div>\n";
  return text + "<div id=\"still\">\n" +
         report_figures({.figures = figures,
                         .folder = folder,
                         .elsewhere = other_placements(runs[0].run),
                         .most_bytes = runs.size() > 1 ? beside_others : alone}) +
         "</div></section>\n";
}

std::string page_of(std::span<const ReportedRun> runs, std::span<const NamedFigure> figures,
                    const std::string& folder, Interaction interaction) {
  const ReportAssets assets = report_assets();
  const bool scripts = interaction == Interaction::on;
  const bool interactive = scripts && !assets.echarts.empty();
  const std::string title = title_of(runs);
  std::string page = head(title, assets, scripts, interactive);
  page += "<body>\n<main>\n" + introduction(runs, title) + answers(runs);
  page += "<section id=\"all\"><h2>All mechanisms</h2>\n<div id=\"controls\"></div>\n" +
          matrix_key() + "<div id=\"matrix\"></div>\n<div id=\"matrix-static\">\n" +
          static_matrices(runs[0].run) + "</div></section>\n";
  if (runs.size() > 1) page += report_comparison(runs);
  page += figures_section(figures, folder, runs);
  page +=
      "<section id=\"one-cell\" data-script hidden><h2>One cell</h2>\n"
      "<div id=\"cell\"></div></section>\n";
  page += "<section id=\"machine\"><h2>Machine</h2>\n" + report_machines(runs) + "</section>\n";
  page += fmt::format("<section id=\"method\"><h2>Method</h2>\n{}</section>\n", report_method());
  page += "</main>\n";
  if (scripts) page += scripts_of(runs, assets, interactive);
  return page + "</body>\n</html>\n";
}

}  // namespace

Report report_of(std::span<const ReportedRun> runs, Interaction interaction) {
  Report report;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const std::string folder =
        runs.size() == 1 ? "figures" : "figures/" + folder_name(i, runs[i].name);
    const auto figures = figures_of(runs[i].run);
    if (i == 0) report.page = page_of(runs, figures, folder, interaction);
    for (const NamedFigure& figure : figures) {
      report.figures.push_back({.path = folder + "/" + figure.file, .text = figure.svg});
    }
  }
  return report;
}

}  // namespace ipcbench
