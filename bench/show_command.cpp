// `ipcbench show`: the tables of results that were saved; several side by side.
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "bench/command_line.hpp"
#include "bench/commands.hpp"
#include "bench/descriptions.hpp"
#include "bench/result_selection.hpp"
#include "bench/terminal.hpp"
#include "bench/usage_error.hpp"
#include "plots/chart_text.hpp"
#include "plots/comparison.hpp"
#include "plots/metric_table.hpp"
#include "plots/table.hpp"

namespace ipcbench {

namespace {

/// Columns in which a person still finds something.
constexpr std::size_t most_files = 20;

struct Typed {
  std::vector<std::string> paths;
  ResultSelection selection;
  std::string regime;
  bool chart = false;
  bool ascii = false;
};

void declare(CommandLine& app, Typed& typed) {
  app.add_option("result", typed.paths, "Result files; - is standard input")
      .type_name("RESULT")
      .required();
  ResultSelection& selection = typed.selection;
  app.add_option("--pattern", selection.patterns, "round_trip, stream").type_name("LIST");
  app.add_option("--metric", selection.metric, "One metric with its intervals: rtt_p99, ...")
      .type_name("NAME");
  app.add_option("--family", selection.families, "pipe, unix_socket, shared_memory, ...")
      .type_name("LIST");
  app.add_option("--filter", selection.mechanisms, "Mechanisms: names and globs").type_name("LIST");
  app.add_option("--sort", selection.sort, "Rows by name, or by the value at a size (4k)")
      .type_name("name|SIZE");
  app.add_flag("--chart", typed.chart, "Bars and lines over the sizes");
  app.add_flag("--ascii", typed.ascii, "Charts in ASCII, as where the locale is not UTF-8");
  add_regime_option(app, typed.regime);
  app.footer(
      "Several files are shown side by side, with the ratio to the first.\n"
      "\nExamples:\n"
      "  ipcbench show results/reference/quick.json\n"
      "  ipcbench show quick.json --chart --pattern stream\n"
      "  ipcbench show quick.json --metric rtt_p99 --sort 64\n"
      "  ipcbench show before.json after.json --filter 'unix_*' --pattern stream\n");
}

std::string short_name(const std::string& path) {
  return path == "-" ? "standard input" : std::filesystem::path(path).filename().string();
}

std::vector<NamedRun> load(const Typed& typed) {
  if (std::ranges::count(typed.paths, "-") > 1) {
    throw UsageError("standard input can be only one of the files");
  }
  if (typed.paths.size() > most_files) {
    throw UsageError(fmt::format("more than {} files side by side", most_files));
  }
  std::vector<NamedRun> runs;
  for (const std::string& path : typed.paths) {
    runs.push_back({.name = short_name(path), .run = load_result(path, typed.regime)});
    apply(typed.selection, runs.back().run, path);
    describe_mechanisms(runs.back().run);
  }
  return runs;
}

void say_if_incomplete(const NamedRun& named) {
  if (named.run.complete && named.run.interrupted_by == 0) return;
  fmt::print(stderr, "ipcbench: {}: this run did not come to its end\n", named.name);
}

}  // namespace

int show_command(const std::vector<std::string>& arguments) {
  CommandLine app("show", "Show the tables of saved results.");
  Typed typed;
  declare(app, typed);
  if (const auto code = app.parse(arguments)) return *code;

  if (typed.ascii && !typed.chart) throw UsageError("--ascii: of a chart only, add --chart");
  if (typed.chart && typed.paths.size() > 1) {
    throw UsageError("--chart shows one result (without it: several side by side)");
  }

  std::vector<NamedRun> runs = load(typed);
  const std::string& metric = typed.selection.metric;
  if (!metric.empty()) {
    std::vector<const RunResult*> all;
    for (const NamedRun& named : runs) all.push_back(&named.run);
    require_metric(metric, all);
  }
  for (const NamedRun& named : runs) say_if_incomplete(named);
  const std::size_t width = terminal_width();
  if (typed.chart) {
    const Charset charset = typed.ascii ? Charset::ascii : charset_of_locale();
    fmt::print("{}", chart_text(runs.front().run, metric,
                                {.width = width, .charset = charset, .colour = colour_of(stdout)}));
  } else if (runs.size() > 1) {
    fmt::print("{}", comparison_tables(runs, metric, width));
  } else if (!metric.empty()) {
    fmt::print("{}", metric_tables(runs.front().run, metric, width));
  } else {
    fmt::print("{}", text_tables(runs.front().run, width, colour_of(stdout)));
  }
  return exit_code::fine;
}

}  // namespace ipcbench
