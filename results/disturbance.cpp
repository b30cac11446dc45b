// Judging trials by what the kernel says of them, never by their figures.
#include "results/disturbance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "harness/company.hpp"
#include "results/regimes.hpp"
#include "results/statistics.hpp"

namespace ipcbench {

namespace {

/// /proc/stat counts steal in ticks of 10 ms: less than two of them may be one that just fell into
/// the trial.
constexpr std::int64_t least_steal_ns = 20'000'000;
constexpr double steal_share = 0.05;
// A pinned process that is alone on its CPU is hardly ever preempted; kernel threads do it a few
// times a second.
constexpr double preemptions_per_second = 200;
constexpr std::uint64_t least_preemptions = 5;
constexpr std::string_view steal_text = "the hypervisor took the CPU (steal)";
/// A cell with more disturbed trials than one of so many is noisy.
constexpr std::size_t tolerated_one_in = 3;

bool alone_on_their_cpus(const Cpus& cpus) {
  return cpus.client && cpus.server && cpus.client != cpus.server;
}

/// Whether the hypervisor took more of the CPUs' time than a tick that happened to fall into it.
bool is_stolen(std::int64_t steal_ns, double elapsed_ns, const Cpus& cpus) {
  // Where nothing is pinned, the steal is that of all CPUs, whoever used them.
  if (!cpus.client || !cpus.server) return false;
  const double cpu_ns = elapsed_ns * (alone_on_their_cpus(cpus) ? 2 : 1);
  return steal_ns >= least_steal_ns && static_cast<double>(steal_ns) > steal_share * cpu_ns;
}

/// Steal over all counted trials: ticks of 10 ms add up that are too coarse for a single one.
bool is_stolen(const CellResult& cell) {
  std::int64_t steal_ns = 0;
  double elapsed_ns = 0;
  for (const TrialRecord& trial : cell.trials) {
    if (!trial.counted) continue;
    steal_ns += trial.weather.steal_ns.value_or(0);
    elapsed_ns += static_cast<double>(trial.elapsed_ns());
  }
  return is_stolen(steal_ns, elapsed_ns, cell.cpus.value_or(Cpus{}));
}

/// A CPU over the trials that were watched on it.
struct Watched {
  WatchedCpu sum;
  std::size_t trials = 0;
};

/// By CPU; those of pairs that are not pinned have no number and are one.
using WatchedCpus = std::map<std::optional<int>, Watched>;

void add(WatchedCpus& all, const TrialRecord& trial) {
  for (const WatchedCpu& one : trial.weather.cpus) {
    Watched& watched = all.try_emplace(one.cpu, Watched{.sum = {.cpu = one.cpu}}).first->second;
    watched.sum += one;
    ++watched.trials;
  }
}

std::vector<WatchedCpu> company_of(const RunResult& run) {
  WatchedCpus all;
  const auto add_cell = [&](const CellResult& cell) {
    for (const TrialRecord& trial : cell.trials) add(all, trial);
  };
  std::ranges::for_each(run.cells, add_cell);
  if (run.control) add_cell(*run.control);
  std::vector<WatchedCpu> shared;
  for (const auto& [cpu, watched] : all) {
    if (is_shared(watched.sum, watched.trials)) shared.push_back(watched.sum);
  }
  return shared;
}

/// A cell needs less proof of company on a CPU where the whole run had it.
std::vector<WatchedCpu> company_of(const CellResult& cell, const RunResult& run) {
  // Company can be why none does: its probes of the distance went unanswered.
  const bool none_counts = counted_trials(cell) == 0;
  WatchedCpus all;
  for (const TrialRecord& trial : cell.trials) {
    if (trial.counted || none_counts) add(all, trial);
  }
  std::vector<WatchedCpu> shared;
  for (const auto& [cpu, watched] : all) {
    const bool known = std::ranges::find(run.company, cpu, &WatchedCpu::cpu) != run.company.end();
    if (is_shared(watched.sum, watched.trials) ||
        (known && is_shared_where_known(watched.sum, watched.trials))) {
      shared.push_back(watched.sum);
    }
  }
  return shared;
}

void judge(CellResult& cell, const RunResult& run) {
  if (!cell.measured()) return;
  cell.status = CellStatus::ok;
  cell.reason.clear();
  std::map<std::string, std::size_t> causes;
  std::size_t disturbed = 0;
  for (TrialRecord& trial : cell.trials) {
    trial.disturbance = disturbance_of(trial, cell.cpus.value_or(Cpus{}));
    if (!trial.counted || trial.disturbance.empty()) continue;
    ++disturbed;
    ++causes[trial.disturbance];
  }
  const std::size_t counted = counted_trials(cell);
  const auto wanted = std::min<std::size_t>(trials_for_interval, run.settings.rounds);
  // First, for it is often why the distance could not be told or processes were preempted.
  if (!cell.company.empty()) {
    cell.status = CellStatus::noisy;
    cell.reason = company_words(cell.company);
  } else if (counted < wanted && counted < cell.trials.size()) {
    const Regimes* regimes = regimes_of(run, cell);
    cell.status = CellStatus::noisy;
    cell.reason =
        fmt::format("only {} of {} trials in the {} regime", counted, cell.trials.size(),
                    regimes == nullptr ? std::string_view("shown") : name_of(regimes->shown));
  } else if (disturbed * tolerated_one_in > counted) {
    const auto most = std::ranges::max_element(causes, {}, [](const auto& c) { return c.second; });
    cell.status = CellStatus::noisy;
    cell.reason =
        fmt::format("{} of {} trials were disturbed: {}", disturbed, counted, most->first);
  } else if (is_stolen(cell)) {
    cell.status = CellStatus::noisy;
    cell.reason = fmt::format("{}, counted over all trials", steal_text);
  }
}

}  // namespace

std::string disturbance_of(const TrialRecord& trial, const Cpus& cpus) {
  const auto elapsed_ns = static_cast<double>(std::max<std::int64_t>(trial.elapsed_ns(), 1));
  if (is_stolen(trial.weather.steal_ns.value_or(0), elapsed_ns, cpus))
    return std::string(steal_text);
  const std::uint64_t preemptions =
      std::max(trial.client.involuntary_switches, trial.server.involuntary_switches);
  if (alone_on_their_cpus(cpus) && preemptions >= least_preemptions &&
      static_cast<double>(preemptions) > preemptions_per_second * elapsed_ns / 1e9) {
    return "other processes took the CPU (involuntary switches)";
  }
  if (trial.client.major_faults + trial.server.major_faults != 0)
    return "pages were read from disk";
  return {};
}

void note_company(RunResult& run) {
  run.company = company_of(run);
  const auto note = [&](CellResult& cell) {
    cell.company = cell.measured() ? company_of(cell, run) : std::vector<WatchedCpu>{};
  };
  std::ranges::for_each(run.cells, note);
  if (run.control) note(*run.control);
}

void judge_noise(RunResult& run) {
  note_company(run);
  for (CellResult& cell : run.cells) judge(cell, run);
  if (run.control) judge(*run.control, run);
}

}  // namespace ipcbench
