// Fuzzes the reader of result files, and what is made from what it accepts.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "plots/comparison.hpp"
#include "plots/markdown.hpp"
#include "plots/metric_table.hpp"
#include "plots/table.hpp"
#include "results/csv.hpp"
#include "results/gbench_json.hpp"
#include "results/json.hpp"
#include "results/json_reader.hpp"
#include "results/openmetrics.hpp"

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

void show_everything(const ipcbench::RunResult& run) {
  (void)ipcbench::text_tables(run, 80, ipcbench::Colour::off);
  (void)ipcbench::metric_tables(run, "rtt_p50", 80);
  const ipcbench::NamedRun both[] = {{.name = "a", .run = run}, {.name = "b", .run = run}};
  (void)ipcbench::comparison_tables(both, "", 80);
  (void)ipcbench::to_csv(run);
  (void)ipcbench::to_markdown(run);
  (void)ipcbench::to_gbench_json(run);
  (void)ipcbench::to_openmetrics(run);
}

void check_error(const ipcbench::Error& error) {
  constexpr std::size_t longest_line = 20'000;
  const std::string text = error.message();
  require(!text.empty() && text.size() < longest_line);
  for (const char c : text) require(static_cast<unsigned char>(c) >= 0x20);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto run = ipcbench::result_from_json(text);
  if (!run) {
    check_error(run.error());
    return 0;
  }
  check_round_trip(*run);
  show_everything(*run);
  return 0;
}
