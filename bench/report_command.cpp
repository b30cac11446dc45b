// `ipcbench report`: a page about saved results, one or several side by side, or a comparison.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>
#include <variant>

#include "bench/arguments.hpp"
#include "bench/command_line.hpp"
#include "bench/commands.hpp"
#include "bench/descriptions.hpp"
#include "bench/report_files.hpp"
#include "bench/result_selection.hpp"
#include "bench/usage_error.hpp"
#include "plots/duel_report.hpp"
#include "results/json_reader.hpp"

namespace ipcbench {

namespace {

/// Columns in which a person still finds something.
constexpr std::size_t most_results = 20;

struct Typed {
  std::vector<std::string> paths;
  std::vector<std::string> names;
  std::string folder;
  std::string regime;
  bool no_interactive = false;
  bool png = false;
  bool no_png = false;
};

void declare(CommandLine& app, Typed& typed) {
  app.add_option("result", typed.paths, "Result files; - is standard input")
      .type_name("RESULT")
      .required();
  app.add_option("-o,--out", typed.folder, "Folder to write to (default: beside the result)")
      .type_name("DIR");
  app.add_option("--name", typed.names, "What a result is called; once for each").type_name("NAME");
  app.add_flag("--no-interactive", typed.no_interactive,
               "A page without scripts: fixed tables and figures");
  app.add_flag("--png", typed.png, "Figures as PNG, too; an error without rsvg-convert");
  app.add_flag("--no-png", typed.no_png, "No PNG, though rsvg-convert is there");
  add_regime_option(app, typed.regime);
  app.footer(
      "Writes DIR/index.html, which asks for nothing from anywhere, and prints its\n"
      "path; the figures are in DIR/figures as SVG, those of one result also as PNG\n"
      "where rsvg-convert is there. Several results stand side by side, with the ratio\n"
      "to the first, as many as make a page below 5 MB. What duel and compare write\n"
      "with --out gets a page with the verdict and the changes.\n"
      "\nExamples:\n"
      "  ipcbench report results/reference/quick.json\n"
      "  ipcbench report old.json new.json -o report --name before --name after\n"
      "  ipcbench report duel.json -o report\n");
}

void check(const Typed& typed) {
  if (std::ranges::any_of(typed.names, &std::string::empty)) {
    throw UsageError("--name: a result needs a name");
  }
  if (std::ranges::count(typed.paths, "-") > 1) {
    throw UsageError("standard input can be only one of the files");
  }
  if (typed.png && typed.no_png) throw UsageError("--png and --no-png exclude each other");
  if (!typed.regime.empty()) (void)parse_regime("--regime", typed.regime);
  if (typed.paths.size() > most_results) {
    throw UsageError(fmt::format("more than {} results side by side", most_results));
  }
  if (!typed.names.empty() && typed.names.size() != typed.paths.size()) {
    throw UsageError(fmt::format("{} results and {} names: give --name once for each result",
                                 typed.paths.size(), typed.names.size()));
  }
}

std::string stem_of(const std::string& path) {
  return path == "-" ? "standard input" : std::filesystem::path(path).stem().string();
}

/// Files of one name are told apart by their folders: "a/run.json" and "b/run.json".
std::vector<std::string> names_of(const Typed& typed) {
  if (!typed.names.empty()) return typed.names;
  std::vector<std::string> names;
  for (const std::string& path : typed.paths) names.push_back(stem_of(path));
  std::vector<std::string> told_apart = names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (std::ranges::count(names, names[i]) > 1) told_apart[i] = typed.paths[i];
  }
  return told_apart;
}

std::string folder_of(const Typed& typed) {
  if (!typed.folder.empty()) return typed.folder;
  if (typed.paths.size() > 1 || typed.paths.front() == "-") return "ipcbench-report";
  return report_folder_of(typed.paths.front());
}

Pictures pictures_of(const Typed& typed) {
  if (typed.png) return Pictures::wanted;
  // Those of ten results would take a minute.
  return typed.no_png || typed.paths.size() > 1 ? Pictures::none : Pictures::if_possible;
}

Report comparison_page(const Typed& typed, const Comparison& comparison) {
  const std::string& path = typed.paths.front();
  if (typed.paths.size() > 1) {
    throw UsageError("a comparison has a page of its own: give no other result beside it");
  }
  if (!typed.names.empty()) {
    throw UsageError(
        fmt::format("{}: a comparison names its arms itself; --name is for results", path));
  }
  if (!typed.regime.empty()) {
    throw UsageError(
        fmt::format("{}: a comparison is judged already; --regime is for results", path));
  }
  return report_of(comparison);
}

void require_room(const std::vector<ReportedRun>& runs, Interaction interaction) {
  const std::size_t fitting = results_that_fit(runs, interaction);
  if (fitting == runs.size()) return;
  throw UsageError(fmt::format(
      "{} results make a page above 5 MB: {}{}", runs.size(),
      fitting == 1 ? std::string("one at a time fits") : fmt::format("the first {} fit", fitting),
      interaction == Interaction::on ? ", and more with --no-interactive" : ""));
}

/// Of one comparison, or of results, each as it is read.
Report make_report(const Typed& typed) {
  const auto names = names_of(typed);
  std::vector<ReportedRun> runs;
  for (std::size_t i = 0; i < typed.paths.size(); ++i) {
    auto document = value_or_throw(read_document(typed.paths[i]));
    if (const auto* comparison = std::get_if<Comparison>(&document)) {
      return comparison_page(typed, *comparison);
    }
    runs.push_back({.name = names[i], .run = std::move(std::get<RunResult>(document))});
    prepare_result(runs.back().run, typed.paths[i], typed.regime);
    describe_mechanisms(runs.back().run);
  }
  const Interaction interaction = typed.no_interactive ? Interaction::off : Interaction::on;
  require_room(runs, interaction);
  return report_of(runs, interaction);
}

}  // namespace

int report_command(const std::vector<std::string>& arguments) {
  CommandLine app("report", "Write a page with the answer, tables and figures of saved results.");
  Typed typed;
  declare(app, typed);
  if (const auto code = app.parse(arguments)) return *code;
  check(typed);
  fmt::print("{}\n", write_report(make_report(typed), folder_of(typed), pictures_of(typed)));
  return exit_code::fine;
}

}  // namespace ipcbench
