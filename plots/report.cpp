// Putting the page together.
#include "plots/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "plots/figure_names.hpp"
#include "plots/report_answer.hpp"
#include "plots/report_assets.hpp"
#include "plots/report_comparison.hpp"
#include "plots/report_figures.hpp"
#include "plots/report_matrix.hpp"
#include "plots/report_method.hpp"
#include "plots/report_page.hpp"
#include "plots/svg.hpp"
#include "results/names.hpp"
#include "results/recommendation.hpp"
#include "results/run_words.hpp"

namespace ipcbench {

namespace {

std::string title_of(std::span<const ReportedRun> runs) {
  if (runs.size() == 1) {
    return fmt::format("Inter-process communication on {}", fact_of(runs[0].run, "cpu"));
  }
  return fmt::format("Inter-process communication: {} results side by side", runs.size());
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

/// Whose part of the page follows, where there are several.
std::string heading_of(std::span<const ReportedRun> runs, const ReportedRun& run) {
  if (runs.size() == 1) return {};
  return fmt::format("<h3 class=\"name\">{}</h3>\n", xml_escaped(run.name));
}

/// Of each pattern at its usual placement.
std::string static_matrices(std::span<const ReportedRun> runs) {
  std::string text;
  for (const ReportedRun& run : runs) {
    text += heading_of(runs, run);
    for (const TableSection& section : table_sections(run.run)) {
      if (section.placement == usual_placement(run.run, section.pattern)) {
        text += report_matrix(run.run, section);
      }
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
    text += heading_of(runs, run) + report_answer(run.run);
  }
  return text + "</section>\n";
}

/// How the files of those figures begin that are not at the placement which is looked at first; the
/// weather is of no pattern.
std::vector<std::string> other_placements(const RunResult& run) {
  std::vector<std::string> others;
  const auto is_usual = [&](Pattern pattern, const Placement& placement) {
    return placement == usual_placement(run, pattern);
  };
  for (const TableSection& section : table_sections(run)) {
    if (!is_usual(section.pattern, section.placement)) {
      others.push_back(figure_start(section.pattern, section.placement));
    }
    if (!is_usual(Pattern::round_trip, section.placement) &&
        !is_usual(Pattern::stream, section.placement)) {
      others.push_back(figure_start({}, section.placement));
    }
  }
  return others;
}

// A page stays below 5 MB; what is missing to that is for words in place of figures.
constexpr std::size_t most_page_bytes = 4'980'000;
/// What fixed figures of a single result may add to it.
constexpr std::size_t most_figure_bytes = 2'500'000;

/// The figures of a run and where their files are.
struct DrawnRun {
  std::string folder;
  std::vector<NamedFigure> figures;
};

/// As many of each run as there is room for: `room` in bytes.
std::string fixed_figures(std::span<const ReportedRun> runs, std::span<const DrawnRun> drawn,
                          std::size_t room) {
  std::string text;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    std::string figures =
        heading_of(runs, runs[i]) +
        report_figures({.figures = drawn[i].figures,
                        .folder = drawn[i].folder,
                        .elsewhere = other_placements(runs[i].run),
                        .most_bytes = std::min(most_figure_bytes, room / (runs.size() - i))});
    if (figures.size() > room) {
      figures = fmt::format("<p class=\"soft\">As files only: <code>{}</code></p>\n",
                            xml_escaped(drawn[i].folder));
    }
    room -= std::min(room, figures.size());
    text += figures;
  }
  return text;
}

std::string figures_section(std::span<const ReportedRun> runs, std::span<const DrawnRun> drawn,
                            std::size_t room) {
  std::string text =
      "<section id=\"figures\"><h2>Figures</h2>\n<div id=\"charts\" hidden><p class=\"soft "
      "screen\">They show what is chosen above the table. The pointer shows all figures of a "
      "point, a click chooses it below; control and the wheel zoom.</p>"
      "<div id=\"legend\"></div></div>\n";
  if (std::ranges::all_of(drawn, [](const DrawnRun& run) { return run.figures.empty(); })) {
    return text + "</section>\n";
  }
  text += fmt::format(
      "<div id=\"still-head\"><h3>Fixed figures, for papers and slides</h3>\n<p "
      "class=\"soft\">SVG, "
      "light and dark in one file, in the folder <code>{}</code>. <button type=\"button\" "
      "class=\"do\" id=\"still-toggle\" aria-controls=\"still\" hidden></button></p></div>\n",
      xml_escaped(runs.size() == 1 ? drawn[0].folder : "figures"));
  return text + "<div id=\"still\">\n" + fixed_figures(runs, drawn, room) + "</div></section>\n";
}

std::string title_and_answers(std::span<const ReportedRun> runs, const std::string& title) {
  std::string text = introduction(runs, title) + answers(runs);
  text += "<section id=\"all\"><h2>All mechanisms</h2>\n<div id=\"controls\"></div>\n" +
          matrix_key() + "<div id=\"matrix\"></div>\n<div id=\"matrix-static\">\n" +
          static_matrices(runs) + "</div></section>\n";
  if (runs.size() > 1) text += report_comparison(runs);
  return text;
}

std::string cell_machine_and_method(std::span<const ReportedRun> runs) {
  return "<section id=\"one-cell\" data-script hidden><h2>One cell</h2>\n"
         "<div id=\"cell\"></div></section>\n<section id=\"machine\"><h2>Machine</h2>\n" +
         report_machines(runs) +
         fmt::format("</section>\n<section id=\"method\"><h2>Method</h2>\n{}</section>\n",
                     report_method());
}

/// All of a page but its fixed figures, which get the room that is left.
struct PageParts {
  std::string title;
  PageScripts scripts;
  std::string before, after;

  [[nodiscard]] std::string with(const std::string& figures) const {
    return page_of(title, scripts, before + figures + after);
  }
};

PageParts parts_of(std::span<const ReportedRun> runs, Interaction interaction) {
  const ReportAssets assets = report_assets();
  PageScripts scripts{.own = interaction == Interaction::on};
  scripts.echarts = scripts.own && !assets.echarts.empty();
  if (scripts.own) scripts.elements = scripts_of(runs, assets, scripts.echarts);
  std::string title = title_of(runs);
  std::string before = title_and_answers(runs, title);
  return {.title = std::move(title),
          .scripts = std::move(scripts),
          .before = std::move(before),
          .after = cell_machine_and_method(runs)};
}

std::string page_about(std::span<const ReportedRun> runs, std::span<const DrawnRun> drawn,
                       Interaction interaction) {
  const PageParts parts = parts_of(runs, interaction);
  const std::size_t rest = parts.with({}).size();
  return parts.with(
      figures_section(runs, drawn, most_page_bytes - std::min(most_page_bytes, rest)));
}

/// Elements of several results have different names, the files are in folders of their own.
DrawnRun drawn_run(std::span<const ReportedRun> runs, std::size_t number) {
  if (runs.size() == 1) return {.folder = "figures", .figures = figures_of(runs[0].run)};
  const std::string prefix = fmt::format("r{}-", number + 1);
  DrawnRun drawn{.folder = "figures/" + folder_name(number, runs[number].name),
                 .figures = figures_of(runs[number].run, {.prefix = prefix})};
  for (NamedFigure& figure : drawn.figures) figure.file.erase(0, prefix.size());
  return drawn;
}

}  // namespace

std::size_t results_that_fit(std::span<const ReportedRun> runs, Interaction interaction) {
  const auto fit = [&](std::size_t count) {
    return parts_of(runs.first(count), interaction).with({}).size() <= most_page_bytes;
  };
  // One has a page, however long it is.
  if (runs.size() < 2 || fit(runs.size())) return runs.size();
  const auto counts = std::views::iota(std::size_t{2}, runs.size());
  const auto too_many = std::ranges::partition_point(counts, fit);
  return 1 + static_cast<std::size_t>(std::ranges::distance(counts.begin(), too_many));
}

Report report_of(std::span<const ReportedRun> runs, Interaction interaction) {
  std::vector<DrawnRun> drawn;
  for (std::size_t i = 0; i < runs.size(); ++i) drawn.push_back(drawn_run(runs, i));
  Report report{.page = page_about(runs, drawn, interaction), .figures = {}};
  for (DrawnRun& run : drawn) {
    for (NamedFigure& figure : run.figures) {
      report.figures.push_back(
          {.path = run.folder + "/" + figure.file, .text = std::move(figure.svg)});
    }
  }
  return report;
}

}  // namespace ipcbench
