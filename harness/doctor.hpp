// Is this machine fit to measure on? What disturbs it, which figures that changes, what mends it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/system_files.hpp"
#include "harness/company.hpp"

namespace ipcbench {

/// `note` is worth knowing; `warning` makes figures worse; with `bad` they are not worth having.
enum class Severity { good, note, warning, bad };

[[nodiscard]] std::string_view name_of(Severity severity);

/// One thing that was looked at, and how it is.
struct Symptom {
  std::string name;  ///< "governor": stable, for programs
  Severity severity;
  std::string value;        ///< what it is: "powersave"
  std::string effect = {};  ///< what that does to which figures
  std::string remedy = {};  ///< the command that mends it, or what else to do
};

/// What a process is refused; an empty text: nothing.
struct Refusals {
  std::string counters;
  std::string tracing;
  std::string io_uring;
};

struct Room {
  std::uint64_t total_bytes;
  std::uint64_t free_bytes;
};

/// All that is judged. What could not be read stays empty, and nothing is said about it.
struct Machine {
  SystemFiles files{};
  std::vector<int> allowed_cpus = {};
  std::optional<std::uint64_t> queue_bytes = {};  ///< RLIMIT_MSGQUEUE
  std::optional<Room> shared_memory = {};         ///< /dev/shm
  std::optional<CompanyLoad> company = {};        ///< takes time to watch
  std::optional<Refusals> refusals = {};          ///< asked for by the full examination only
};

/// This machine as its files and limits have it; takes a millisecond.
[[nodiscard]] Machine inspect(std::vector<int> allowed_cpus);
/// Tries what may be refused: hardware counters, tracing, io_uring.
[[nodiscard]] Refusals ask_for_permissions();

/// Everything there is to say, worst first.
[[nodiscard]] std::vector<Symptom> examine(const Machine& machine);

void sort_worst_first(std::vector<Symptom>& findings);
[[nodiscard]] std::size_t count_of(const std::vector<Symptom>& findings, Severity severity);
/// "fit", "usable, with 2 warnings" or "unfit: load, cpu_quota".
[[nodiscard]] std::string verdict(const std::vector<Symptom>& findings);

/// How long to look at what other programs do: a tick of 10 ms more or less is not much of it.
inline constexpr std::chrono::milliseconds company_time{200};

/// For `run`, before it measures: a line each for the worst, at most so many. Watches the other
/// programs on the CPUs that it will measure on for `company_time` and measures nothing.
[[nodiscard]] std::vector<std::string> worst_of_machine(std::vector<int> allowed_cpus,
                                                        const std::vector<int>& measured_cpus,
                                                        std::size_t most);

}  // namespace ipcbench
