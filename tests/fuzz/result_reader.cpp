// Fuzzes the reader of result files, and all that people do with what it accepts: choose a regime,
// filter, sort, show, export.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

#include "bench/result_selection.hpp"
#include "bench/usage_error.hpp"
#include "plots/chart_text.hpp"
#include "plots/comparison.hpp"
#include "plots/duel_report.hpp"
#include "plots/layout.hpp"
#include "plots/markdown.hpp"
#include "plots/metric_table.hpp"
#include "plots/recommendation_text.hpp"
#include "plots/table.hpp"
#include "results/comparison_json.hpp"
#include "results/csv.hpp"
#include "results/disturbance.hpp"
#include "results/events.hpp"
#include "results/gbench_json.hpp"
#include "results/json.hpp"
#include "results/json_reader.hpp"
#include "results/openmetrics.hpp"
#include "results/recommendation_json.hpp"
#include "results/regimes.hpp"

namespace {

void require(bool fine) {
  if (!fine) std::abort();
}

/// A result that was read is written, read and written again: the same text.
void check_round_trip(const ipcbench::RunResult& run) {
  const std::string written = ipcbench::to_json(run);
  const auto again = ipcbench::result_from_json(written);
  require(again.has_value());
  require(ipcbench::to_json(*again) == written);
}

void ask(const ipcbench::RunResult& run) {
  (void)ipcbench::standard_answers_text(run, ipcbench::best_per_need(run), 80);
  for (const std::size_t bytes : {64U, 100U, 4096U}) {
    const auto made = ipcbench::recommend(
        run, {.message_bytes = bytes, .needs = {ipcbench::Need::fan_in, ipcbench::Need::reliable}});
    (void)ipcbench::recommendation_json(made);
    if (made.winner() != nullptr) (void)ipcbench::recommendation_text(run, made, 80);
    if (made.winner() == nullptr) (void)ipcbench::nothing_matched_text(made);
  }
}

void show_everything(const ipcbench::RunResult& run) {
  ask(run);
  (void)ipcbench::text_tables(run, 80, ipcbench::Colour::off);
  for (const std::string_view metric : ipcbench::metrics_of(run)) {
    (void)ipcbench::metric_tables(run, metric, 80);
    (void)ipcbench::chart_text(run, metric, {.colour = ipcbench::Colour::on});
  }
  const ipcbench::NamedRun both[] = {{.name = "a", .run = run}, {.name = "b", .run = run}};
  (void)ipcbench::comparison_tables(both, "", 80);
  (void)ipcbench::to_csv(run);
  (void)ipcbench::to_markdown(run);
  (void)ipcbench::to_gbench_json(run);
  (void)ipcbench::to_openmetrics(run);
  (void)ipcbench::run_started_event(run);
  for (std::size_t i = 0; i < run.cells.size(); ++i) {
    (void)ipcbench::cell_event(i, run.cells[i]);
    for (const ipcbench::TrialRecord& trial : run.cells[i].trials) {
      (void)ipcbench::trial_event(i, run.cells[i], trial);
    }
  }
}

/// As `show` and `export` with --regime: what it comes to can be written and read again.
void choose_every_regime(const ipcbench::RunResult& read) {
  using enum ipcbench::RegimeChoice;
  for (const auto choice : {near, far, all, automatic}) {
    ipcbench::RunResult run = read;
    ipcbench::assign_regimes(run, choice);
    ipcbench::judge_noise(run);
    show_everything(run);
    check_round_trip(run);
  }
}

void select(const ipcbench::RunResult& read) {
  for (const ipcbench::ResultSelection& selection :
       {ipcbench::ResultSelection{.sort = "name"}, ipcbench::ResultSelection{.sort = "64"},
        ipcbench::ResultSelection{.mechanisms = "p*,udp", .sort = "64k", .metric = "rtt_p99"},
        ipcbench::ResultSelection{.patterns = "stream", .families = "pipe"}}) {
    ipcbench::RunResult run = read;
    try {
      ipcbench::apply(selection, run, "a.json");
      show_everything(run);
    } catch (const ipcbench::UsageError&) {
      // Nothing of this kind in the file.
    }
  }
}

void check_error(const ipcbench::Error& error) {
  constexpr std::size_t longest_line = 20'000;
  const std::string text = error.message();
  require(!text.empty() && text.size() < longest_line);
  for (const char c : text) require(static_cast<unsigned char>(c) >= 0x20);
}

/// It is written as it was read, and has a page.
void check_comparison(const ipcbench::Comparison& comparison) {
  const std::string written = ipcbench::comparison_json(comparison);
  const auto again = ipcbench::document_from_json(written);
  require(again && std::holds_alternative<ipcbench::Comparison>(*again));
  require(ipcbench::comparison_json(std::get<ipcbench::Comparison>(*again)) == written);
  require(!ipcbench::report_of(comparison).page.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto run = ipcbench::result_from_json(text);
  if (!run) {
    check_error(run.error());
    const auto document = ipcbench::document_from_json(text);
    if (!document) {
      check_error(document.error());
    } else if (const auto* comparison = std::get_if<ipcbench::Comparison>(&*document)) {
      check_comparison(*comparison);
    }
    return 0;
  }
  check_round_trip(*run);
  show_everything(*run);
  choose_every_regime(*run);
  select(*run);
  return 0;
}
