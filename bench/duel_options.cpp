// The command line of `ipcbench duel`.
#include "bench/duel_options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <filesystem>
#include <optional>
#include <random>

#include "bench/arguments.hpp"
#include "bench/arm_text.hpp"
#include "bench/cell_selection.hpp"
#include "bench/command_line.hpp"
#include "bench/files.hpp"
#include "bench/mechanisms.hpp"
#include "bench/suites.hpp"
#include "bench/usage_error.hpp"

namespace ipcbench {

namespace {

constexpr unsigned most_jobs = 1'000;

/// What was typed, before it is understood.
struct Typed {
  std::optional<std::string> program_a, program_b;
  std::array<std::string, 2> arms, names;
  std::optional<std::string> suite;
  TypedSelection selection;
  std::optional<std::string> budget, seed, jobs, screening, confirmation;
  bool no_control = false;

  [[nodiscard]] const std::optional<std::string>& program(unsigned which) const {
    return which == 0 ? program_a : program_b;
  }
};

void declare(CommandLine& app, Typed& typed, DuelOptions& options) {
  app.add_option("A", typed.program_a, "An ipcbench, or a command that runs an arm");
  app.add_option("B", typed.program_b, "The other one (default, also of A: this program)");
  app.add_option("--arm-a", typed.arms[0], "Its run: VAR=VALUE... WRAPPER... --set ...")
      .type_name("TEXT");
  app.add_option("--arm-b", typed.arms[1], "The same of B").type_name("TEXT");
  app.add_option("--name-a", typed.names[0], "What to call A in reports").type_name("NAME");
  app.add_option("--name-b", typed.names[1], "What to call B in reports").type_name("NAME");
  app.add_option("--suite", typed.suite, "ci (the default), quick, full, ... or a TOML file")
      .type_name("NAME");
  declare_selection(app, typed.selection);
  app.add_option("--budget", typed.budget, "Time for the whole duel (90s)").type_name("TIME");
  app.add_option("--screening", typed.screening, "Rounds of every cell (6)").type_name("N");
  app.add_option("--confirmation", typed.confirmation, "Fresh rounds of what looks changed (15)")
      .type_name("N");
  app.add_option("--seed", typed.seed, "Draws the orders of an earlier duel").type_name("N");
  app.add_option("--out", options.out, "Everything that was measured and judged, as JSON")
      .type_name("FILE");
  app.add_flag("--self-test", options.self_test, "A against A: is it ever wrong, what can it see");
  app.add_option("--jobs", typed.jobs, "Duels of a self-test, each with the budget (3)")
      .type_name("N");
  app.add_flag("--all", options.all, "Show the cells that did not change, too");
  app.add_flag("--quiet", options.quiet, "No progress and no table");
  app.add_flag("--dry-run", options.dry_run, "Show the cells and the plan only");
  app.add_flag("--no-control", typed.no_control, "Judge even on a machine that is too restless");
  app.only_with("--self-test", {"--jobs"});
  add_verdict_options(app, options.verdict);
  add_test_options(app, options.verdict);
  app.footer(formats_text() +
             "\nExit codes: 0 no regression, 1 regression, 2 bad input or an error,\n"
             "3 inconclusive.\n"
             "\nExamples:\n"
             "  ipcbench duel ./base/ipcbench ./head/ipcbench\n"
             "  ipcbench duel --arm-b '--set pipe.capacity=4k' --mechanism pipe\n"
             "  ipcbench duel --arm-b 'LD_PRELOAD=./libmine.so' --only 'unix_*'\n"
             "  ipcbench duel --self-test --out self-test.json --report markdown=self-test.md\n"
             "A self-test is written as text, markdown or json; --out is its JSON.\n");
}

std::string shown(const ArmCommand& command, const std::string& text) {
  // The last word is the sub-command that makes it an arm.
  std::string line =
      fmt::format("{}", fmt::join(command.argv.begin(), std::prev(command.argv.end()), " "));
  if (!text.empty()) line += fmt::format(" with {}", text);
  return line;
}

/// A list, separated by blanks or colons. What has no slash the linker looks for; what it makes of
/// `$ORIGIN` it knows alone.
void require_preloadable(const std::string& option, std::string libraries) {
  std::ranges::replace(libraries, ' ', ':');
  for (const std::string_view path : split(libraries, ':')) {
    if (path.find('/') == std::string_view::npos || path.find('$') != std::string_view::npos ||
        std::filesystem::exists(path)) {
      continue;
    }
    throw UsageError(fmt::format("{}: LD_PRELOAD={}: no such file", option, path));
  }
}

/// Finds out what it can before a minute is spent; what a wrapper makes of it, the arm's hello
/// shows. Of wrappers only a leading `env` is looked into: chroot(8) has other files.
void require_preloads(const std::string& option, const ArmText& text) {
  constexpr std::string_view variable = "LD_PRELOAD=";
  for (const auto& [name, value] : text.environment) {
    if (name == "LD_PRELOAD") require_preloadable(option, value);
  }
  if (text.wrapper.empty() || std::filesystem::path(text.wrapper[0]).filename() != "env") return;
  for (auto word = std::next(text.wrapper.begin());
       word != text.wrapper.end() && word->find('=') != std::string::npos; ++word) {
    if (word->starts_with(variable)) require_preloadable(option, word->substr(variable.size()));
  }
}

DuelArm make_arm(unsigned which, const Typed& typed) {
  const std::string option = which == 0 ? "--arm-a" : "--arm-b";
  ArmText text = parse_arm_text(option, typed.arms[which]);
  DuelArm arm{.command = this_program(which == 0 ? "A" : "B"), .tunings = std::move(text.tunings)};
  if (const auto& given = typed.program(which)) {
    const std::string& program = *given;
    // A path may have blanks in it; a command has them between its words.
    const bool is_file = std::filesystem::exists(program);
    arm.command.argv = is_file ? std::vector{program} : split_words("the program", program);
    if (arm.command.argv.empty()) throw UsageError("the program has no name");
    if (is_file && std::filesystem::is_directory(program)) {
      throw UsageError(fmt::format("{}: a folder; its executable is wanted ({})", program,
                                   (std::filesystem::path(program) / "ipcbench").string()));
    }
    arm.command.argv.emplace_back("arm");
  }
  arm.shown = shown(arm.command, typed.arms[which]);
  require_preloads(option, text);
  arm.command.environment = std::move(text.environment);
  arm.command.argv.insert(arm.command.argv.begin(), text.wrapper.begin(), text.wrapper.end());
  if (!typed.names[which].empty()) arm.command.name = typed.names[which];
  return arm;
}

unsigned small_number(const char* option, const std::optional<std::string>& text, unsigned least,
                      unsigned most, unsigned otherwise) {
  return text ? static_cast<unsigned>(parse_number(option, *text, least, most)) : otherwise;
}

/// `--only throughput`: cells that have no such metric are not worth their time.
void keep_wanted_metrics(DuelOptions& options) {
  const Only& only = options.verdict.only;
  if (only.metrics.empty()) return;
  options.verdict.rules.metrics = only.wanted_metrics();
  const ComparisonRules& rules = options.verdict.rules;
  std::erase_if(options.cells, [&](const Cell& cell) {
    const bool of_round_trips = rules.wants("rtt_p50") || rules.wants("rtt_p99");
    const bool of_pattern =
        cell.pattern == Pattern::round_trip ? of_round_trips : rules.wants("throughput");
    return !of_pattern && std::ranges::none_of(rules.metrics, is_counter);
  });
  if (options.cells.empty()) throw UsageError("--only: no cell of this duel has such a metric");
}

void require_a_difference(const DuelOptions& options, const Typed& typed) {
  const bool same_program = typed.program_a == typed.program_b;
  if (options.self_test) {
    if (options.all) throw UsageError("--all: a self-test always shows all cells");
    if (!typed.program_b && typed.arms[0] == typed.arms[1]) return;
    throw UsageError("--self-test takes one program: it is measured against itself");
  }
  if (!same_program || typed.arms[0] != typed.arms[1]) return;
  throw UsageError(fmt::format(
      "A and B are the same: name two executables, or tell them apart by --arm-a and --arm-b; "
      "what this machine can tell apart says: ipcbench duel --self-test{}",
      typed.program_a ? " " + *typed.program_a : ""));
}

/// A suite that was named says what is measured; without one, a mechanism that was named does.
Suite suite_of(const Typed& typed, const Topology& topology) {
  if (typed.suite) return find_suite(*typed.suite, topology);
  return with_named_mechanisms(find_suite("ci", topology), typed.selection, topology);
}

void require_cells_of(const DuelArm& arm, const std::vector<Cell>& cells, const char* option) {
  for (const Tuning& tuning : arm.tunings) {
    const auto has = [&](const Cell& cell) {
      return std::ranges::find(tuning.mechanisms, cell.mechanism) != tuning.mechanisms.end();
    };
    if (std::ranges::any_of(cells, has)) continue;
    throw UsageError(fmt::format("{}: no cell of this duel is of {}, whose {} it sets", option,
                                 fmt::join(tuning.mechanisms, ", "), tuning.name));
  }
}

}  // namespace

ArmCommand this_program(const std::string& name) {
  std::string path(PATH_MAX, '\0');
  const ssize_t length = ::readlink("/proc/self/exe", path.data(), path.size());
  if (length <= 0) throw UsageError("cannot tell where this program lies: /proc is needed");
  path.resize(static_cast<std::size_t>(length));
  return {.name = name, .argv = {path, "arm"}};
}

std::expected<DuelOptions, int> parse_duel_options(const std::vector<std::string>& arguments,
                                                   const Topology& topology) {
  CommandLine app("duel", "Compare two builds or two configurations, slice by slice in turn.");
  Typed typed;
  DuelOptions options;
  declare(app, typed, options);
  if (const auto code = app.parse(arguments)) return std::unexpected(*code);

  for (const unsigned which : {0U, 1U}) options.arms[which] = make_arm(which, typed);
  if (options.self_test && typed.program_a) {
    options.arms[1].command.argv = options.arms[0].command.argv;
    options.arms[1].shown = options.arms[0].shown;
  }
  require_a_difference(options, typed);
  options.cells = select_cells(suite_of(typed, topology), typed.selection, topology);
  // Floors have no mechanism that could have changed.
  std::erase_if(options.cells, [](const Cell& cell) {
    return find_mechanism(cell.mechanism)->descriptor->family == Family::floor;
  });
  if (options.cells.empty()) throw UsageError("floors only: there is nothing to compare");
  options.verdict.only.require_matches(options.cells);
  std::erase_if(options.cells, [&](const Cell& cell) { return !options.verdict.only.wants(cell); });
  keep_wanted_metrics(options);
  require_clear_above_deltas(options.verdict.rules);
  require_cells_of(options.arms[0], options.cells, "--arm-a");
  require_cells_of(options.arms[1], options.cells, "--arm-b");
  options.out = output_name(options.out);
  options.control = !typed.no_control;
  if (typed.budget) options.budget = parse_duration(*typed.budget);
  options.jobs = small_number("--jobs", typed.jobs, 1, most_jobs, options.jobs);
  ComparisonRules& rules = options.verdict.rules;
  rules.screening_rounds =
      small_number("--screening", typed.screening, 6, 60, rules.screening_rounds);
  rules.confirmation_rounds =
      small_number("--confirmation", typed.confirmation, 6, 60, rules.confirmation_rounds);
  options.seed =
      typed.seed ? parse_number("--seed", *typed.seed, 0, UINT64_MAX) : std::random_device{}();
  return options;
}

}  // namespace ipcbench
