// Google Benchmark as the driver of `run`: its flags, its filter, its files.
//
// Each cell is a registered benchmark with manual time, each repetition a fresh session. What
// Google Benchmark 1.7 does badly for us is done here instead:
//   - a filter that matches nothing, or an error in a benchmark, ends with exit code 0: counted
//   here;
//   - its interleaving cannot be seeded: a round is one call with the cells in our order;
//   - its output file is cut off when the run is killed: written whole, at the end, by a rename;
//   - NaN in its JSON, which is no JSON then: values that are not finite are left out;
//   - Debian's library calls itself a DEBUG build, which says nothing about our timed loops.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ipcbench {

/// What the `--benchmark_*` flags ask for. Those that are not kept here are in the library.
struct GbenchFlags {
  bool list_tests = false;
  std::optional<unsigned> repetitions;
  std::optional<double> min_time_s;
  std::optional<double> warmup_time_s;
  bool random_order = true;
  bool aggregates_only = false;          ///< in the output file
  bool display_aggregates_only = false;  ///< on standard output
  std::string out;
  std::string out_format = "json";
  std::string format;  ///< of stdout; empty: our table
};

/// Takes the flags of Google Benchmark out of `arguments` and hands it what is its own.
/// Throws UsageError.
[[nodiscard]] GbenchFlags take_gbench_flags(std::vector<std::string>& arguments);

/// One measured repetition as Google Benchmark sees it.
struct GbenchMeasurement {
  double seconds = 0;  ///< a round trip, or a message of a stream
  std::vector<std::pair<std::string, double>> counters;
};

struct GbenchFailure {
  std::string reason;
  /// Not this cell's fault: what it measured in earlier rounds stands.
  bool run_is_over = false;
};

/// Runs benchmarks through the library and remembers what it reported.
class GbenchDriver {
 public:
  /// Measures one cell once; nothing, and a reason, if that did not work.
  using Body = std::function<std::expected<GbenchMeasurement, GbenchFailure>(std::size_t cell)>;

  explicit GbenchDriver(std::vector<std::string> names);
  ~GbenchDriver();
  GbenchDriver(const GbenchDriver&) = delete;
  GbenchDriver& operator=(const GbenchDriver&) = delete;

  /// The cells that --benchmark_filter selects, as the library itself understands it.
  /// Throws UsageError when it is no regular expression or selects nothing.
  [[nodiscard]] std::vector<std::size_t> selected();
  /// Visits the cells once, in this order.
  void run_round(const std::vector<std::size_t>& cells, const Body& body);
  /// The report in one of the library's formats: json, csv or console.
  [[nodiscard]] std::string report(const std::string& format, bool aggregates_only) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ipcbench
