// `ipcbench export`: a saved result in a format of other programs.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "bench/arguments.hpp"
#include "bench/command_line.hpp"
#include "bench/commands.hpp"
#include "bench/descriptions.hpp"
#include "bench/files.hpp"
#include "bench/result_selection.hpp"
#include "bench/usage_error.hpp"
#include "plots/markdown.hpp"
#include "results/csv.hpp"
#include "results/gbench_json.hpp"
#include "results/openmetrics.hpp"

namespace ipcbench {

namespace {

struct Format {
  std::string_view name;
  std::string_view summary;
  std::string (*write)(const RunResult&);
};

constexpr std::array formats = {
    Format{"gbench", "Google Benchmark's JSON, for its compare.py and others", to_gbench_json},
    Format{"csv", "one line a figure, as of run --csv", to_csv},
    Format{"md", "GitHub tables", to_markdown},
    Format{"openmetrics", "text for Prometheus", to_openmetrics},
};

const Format& find_format(const std::string& name) {
  const auto found = std::ranges::find(formats, name, &Format::name);
  if (found != formats.end()) return *found;
  std::vector<std::string_view> names;
  for (const Format& format : formats) names.push_back(format.name);
  throw UsageError(fmt::format("no format '{}' ({}){}", name, fmt::join(names, ", "),
                               did_you_mean(name, names)));
}

std::string footer() {
  std::string text = "Formats:\n";
  for (const Format& format : formats) {
    text += fmt::format("  {:<13}{}\n", format.name, format.summary);
  }
  return text + "\nExample:\n  ipcbench export results/reference/quick.json --to md\n";
}

}  // namespace

int export_command(const std::vector<std::string>& arguments) {
  CommandLine app("export", "Write a saved result in a format of other programs.");
  std::string path, format_name, out = "-";
  app.add_option("result", path, "A result file; - is standard input")
      .type_name("RESULT")
      .required();
  app.add_option("--to", format_name, "gbench, csv, md or openmetrics")
      .type_name("FORMAT")
      .required();
  std::string regime;
  add_regime_option(app, regime);
  app.add_option("-o,--out", out, "Where to (default: -, standard output)").type_name("FILE");
  app.footer(footer());
  if (const auto code = app.parse(arguments)) return *code;

  const Format& format = find_format(format_name);
  RunResult run = load_result(path, regime);
  // Cells are ranked with those that wait alike, which old files do not say.
  describe_mechanisms(run);
  const std::string text = format.write(run);
  write_or_throw(out, text);
  return exit_code::fine;
}

}  // namespace ipcbench
