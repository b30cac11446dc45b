// Comparing environments fact by fact.
#include "results/fingerprint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ipcbench {

namespace {

enum class Weight {
  deciding,  ///< changes figures
  telling,   ///< does not by itself, or cannot be told
  none,      ///< what is compared, or never the same
};

// What is compared, and what the hour brings.
constexpr std::array<std::string_view, 4> weightless = {"ipcbench", "commit", "load_average",
                                                        "dev_shm_free_bytes"};
// Names and amounts: they tell that it may be another machine, and move no figure themselves.
constexpr std::array<std::string_view, 14> only_telling = {
    "host",
    "cpus_allowed",
    "memory",
    "swap",
    "limit_msgqueue_bytes",
    "fs.mqueue.queues_max",
    "fs.pipe-user-pages-soft",
    "kernel.io_uring_disabled",
    "kernel.msgmni",
    "kernel.perf_event_paranoid",
    "kernel.sem",
    "kernel.yama.ptrace_scope",
    "fs.pipe-max-size",
    "kernel.msgmax",
};
constexpr std::array<std::string_view, 31> deciding = {
    "architecture",
    "cpu",
    "microcode",
    "cpus_online",
    "packages",
    "cores",
    "memory_nodes",
    "caches",
    "smt",
    "governor",
    "frequency_driver",
    "turbo",
    "idle_driver",
    "clock_source",
    "kernel",
    "kernel_options",
    "virtual_machine",
    "hypervisor",
    "container",
    "cpu_quota",
    "transparent_hugepages",
    "libc",
    "compiler",
    "build_type",
    "build_flags",
    "fs.mqueue.msg_default",
    "fs.mqueue.msg_max",
    "fs.mqueue.msgsize_default",
    "fs.mqueue.msgsize_max",
    "kernel.msgmnb",
    "kernel.numa_balancing",
};
// Without these nobody knows what the other facts are about.
constexpr std::array<std::string_view, 3> indispensable = {"architecture", "cpu", "kernel"};

Weight weight_of(std::string_view fact) {
  if (std::ranges::find(weightless, fact) != weightless.end()) return Weight::none;
  if (std::ranges::find(only_telling, fact) != only_telling.end()) return Weight::telling;
  const bool decides = std::ranges::find(deciding, fact) != deciding.end() ||
                       fact.starts_with("vulnerability.") || fact.starts_with("net.");
  // A fact that a newer build records: whether it decides, that build knows.
  return decides ? Weight::deciding : Weight::telling;
}

const std::string* find(const Environment& environment, std::string_view name) {
  const auto found = std::ranges::find(
      environment, name, [](const auto& fact) { return std::string_view(fact.first); });
  return found == environment.end() ? nullptr : &found->second;
}

void add(FingerprintDifferences& differences, Weight weight, std::string line) {
  if (weight == Weight::none) return;
  auto& lines = weight == Weight::deciding ? differences.fatal : differences.noted;
  lines.push_back(std::move(line));
}

/// A fact that only one of the two has: builds of other ages record other facts, which must not
/// end all comparisons of an old build with a new one.
void add_missing(FingerprintDifferences& differences, std::string_view fact,
                 std::string_view without) {
  if (weight_of(fact) == Weight::none) return;
  const bool decides = std::ranges::find(indispensable, fact) != indispensable.end();
  add(differences, decides ? Weight::deciding : Weight::telling,
      fmt::format("{}: not recorded in {}", fact, without));
}

std::string milliseconds_text(std::chrono::nanoseconds time) {
  return fmt::format("{:.3g} ms", std::chrono::duration<double, std::milli>(time).count());
}

/// What follows a pause is slow for milliseconds, so that a short trial and a long one measure
/// different things.
void add_plan(FingerprintDifferences& differences, const RunSettings& a, const RunSettings& b) {
  constexpr double same_length_ratio = 1.5;
  const auto compare = [&](std::string_view what, auto of) {
    const std::chrono::nanoseconds in_a = of(a);
    const std::chrono::nanoseconds in_b = of(b);
    if (in_a == in_b) return;
    const bool alike = static_cast<double>(std::max(in_a, in_b).count()) <=
                       same_length_ratio * static_cast<double>(std::min(in_a, in_b).count());
    add(differences, alike ? Weight::telling : Weight::deciding,
        fmt::format("{}: A has {}, B has {}", what, milliseconds_text(in_a),
                    milliseconds_text(in_b)));
  };
  compare("length of a trial", [](const RunSettings& run) { return run.plan.measured; });
  compare("length of a slice", [](const RunSettings& run) { return run.plan.slice; });
}

}  // namespace

FingerprintDifferences fingerprint_differences(const Environment& a, const Environment& b) {
  FingerprintDifferences differences;
  for (const auto& [fact, value] : a) {
    const std::string* other = find(b, fact);
    if (other == nullptr) {
      add_missing(differences, fact, "B");
    } else if (*other != value) {
      add(differences, weight_of(fact), fmt::format("{}: A has {}, B has {}", fact, value, *other));
    }
  }
  for (const auto& [fact, value] : b) {
    if (find(a, fact) == nullptr) add_missing(differences, fact, "A");
  }
  for (const std::string_view fact : indispensable) {
    if (find(a, fact) == nullptr && find(b, fact) == nullptr) {
      differences.fatal.push_back(fmt::format("{}: not recorded in A or B", fact));
    }
  }
  return differences;
}

FingerprintDifferences fingerprint_differences(const RunResult& a, const RunResult& b) {
  auto differences = fingerprint_differences(a.environment, b.environment);
  add_plan(differences, a.settings, b.settings);
  return differences;
}

bool is_deciding_fact(std::string_view fact) {
  return weight_of(fact) == Weight::deciding;
}

std::string fingerprint_of(const Environment& environment) {
  // FNV-1a: the same in every build, and nobody gains by a collision.
  constexpr std::uint64_t prime = 0x100000001b3;
  std::uint64_t hash = 0xcbf29ce484222325;
  const auto feed = [&](std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * prime;
    hash = (hash ^ 0xff) * prime;  // no byte of UTF-8
  };
  Environment facts = environment;
  std::ranges::sort(facts);
  for (const auto& [fact, value] : facts) {
    if (!is_deciding_fact(fact)) continue;
    feed(fact);
    feed(value);
  }
  return fmt::format("{:012x}", hash >> 16);
}

}  // namespace ipcbench
