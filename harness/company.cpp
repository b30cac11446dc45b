// Counting what others do.
#include "harness/company.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <set>
#include <string_view>
#include <thread>

#include "base/clock.hpp"
#include "harness/own_cpus.hpp"

namespace ipcbench {

namespace {

constexpr std::int64_t second_ns = 1'000'000'000;

std::int64_t tick_ns() {
  return second_ns / ::sysconf(_SC_CLK_TCK);
}

std::int64_t ns_of(const timespec& time) {
  return time.tv_sec * second_ns + time.tv_nsec;
}

std::int64_t ns_of(const timeval& time) {
  return time.tv_sec * second_ns + time.tv_usec * std::int64_t{1'000};
}

/// The CPU time of this process.
std::int64_t coordinator_ns() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return ns_of(time);
}

/// The CPU time of another process with all its threads; exact to the nanosecond while it sleeps.
std::optional<std::int64_t> cpu_ns_of(pid_t pid) {
  clockid_t clock{};
  timespec time{};
  if (::clock_getcpuclockid(pid, &clock) != 0 || ::clock_gettime(clock, &time) != 0) return {};
  return ns_of(time);
}

/// "some avg10=0.00 avg60=0.00 avg300=0.00 total=12345", in us since boot.
std::optional<std::int64_t> somebody_waited_ns(const SystemFiles& files) {
  constexpr std::string_view total = "total=";
  for (const std::string& line : files.lines("/proc/pressure/cpu")) {
    const auto words = words_of(line);
    if (words.empty() || words.front() != "some" || !words.back().starts_with(total)) continue;
    const auto us = leading_number(words.back().substr(total.size()));
    if (us) return *us * 1'000;
  }
  return {};
}

/// A count that was rounded down at both ends is wrong by 0.41 ticks (standard deviation), and the
/// errors of separate times add up by squares.
double rounding_ns(std::size_t times) {
  return 0.41 * static_cast<double>(tick_ns()) * std::sqrt(static_cast<double>(times));
}

bool is_more_than(double share, const WatchedCpu& watched, double chance_ns) {
  return static_cast<double>(others_ns(watched)) >
         share * static_cast<double>(watched.watched_ns) + chance_ns;
}

std::string name_of_cpus(const WatchedCpu& watched) {
  return watched.cpu ? fmt::format("cpu {}", *watched.cpu) : "the CPUs";
}

}  // namespace

std::vector<int> cpus_of(std::span<const Cpus> pairs) {
  std::set<int> cpus;
  for (const Cpus& pair : pairs) {
    if (!pair.client || !pair.server) return own_cpus().value_or(std::vector<int>{});
    cpus.insert({*pair.client, *pair.server});
  }
  return {cpus.begin(), cpus.end()};
}

CpusLook look_at_cpus(const SystemFiles& files, const std::vector<int>& cpus) {
  return {.at_ns = now_ns(), .cpus = cpu_times(files, cpus)};
}

std::vector<WatchedCpu> watched_between(const CpusLook& before, const CpusLook& after) {
  std::vector<WatchedCpu> watched;
  for (const auto& [cpu, then] : before.cpus) {
    const auto found = std::ranges::find(after.cpus, cpu, &decltype(after.cpus)::value_type::first);
    // One that was switched off meanwhile.
    if (found == after.cpus.end()) continue;
    const CpuTime& now = found->second;
    watched.push_back({.cpu = cpu,
                       .watched_ns = after.at_ns - before.at_ns,
                       .idle_ns = (now.idle - then.idle) * tick_ns(),
                       .stolen_ns = (now.stolen - then.stolen) * tick_ns(),
                       .programs_ns = (now.programs - then.programs) * tick_ns()});
  }
  return watched;
}

std::optional<WatchedCpu> together(std::span<const WatchedCpu> cpus) {
  if (cpus.empty()) return {};
  WatchedCpu sum;
  for (const WatchedCpu& one : cpus) sum += one;
  return sum;
}

std::int64_t own_cpu_ns() {
  rusage children{};
  ::getrusage(RUSAGE_CHILDREN, &children);
  return coordinator_ns() + ns_of(children.ru_utime) + ns_of(children.ru_stime);
}

std::int64_t others_ns(const WatchedCpu& watched) {
  // Idle time is exact on most kernels, but what is not idle is not all programs': waking up is
  // neither. What programs used is what the timer tick met. So others had what both agree on.
  const std::int64_t not_idle_ns = watched.watched_ns - watched.idle_ns - watched.stolen_ns;
  return std::min(not_idle_ns, watched.programs_ns) - watched.ours_ns;
}

double others_share(const WatchedCpu& watched) {
  if (watched.watched_ns <= 0) return 0;
  return std::clamp(
      static_cast<double>(others_ns(watched)) / static_cast<double>(watched.watched_ns), 0.0, 1.0);
}

bool is_shared(const WatchedCpu& watched, std::size_t times) {
  return is_more_than(noticeable_share, watched, 3 * rounding_ns(times));
}

bool is_shared_where_known(const WatchedCpu& watched, std::size_t times) {
  constexpr double least_share = 0.01;
  return is_more_than(least_share, watched, rounding_ns(times));
}

std::string company_words(std::span<const WatchedCpu> cpus) {
  std::vector<std::string> parts;
  for (const WatchedCpu& one : cpus) {
    if (std::lround(others_share(one) * 100) == 0) continue;
    parts.push_back(fmt::format("{:.0f} % of {}", others_share(one) * 100, name_of_cpus(one)));
  }
  if (parts.empty()) return {};
  return fmt::format("other programs used {}", fmt::join(parts, " and "));
}

PairWatch::PairWatch(const Cpus& cpus, std::pair<pid_t, pid_t> pids)
    : cpus_(cpus), pids_(pids), watched_(cpus_of(std::span(&cpus, 1))) {}

PairWatch::Look PairWatch::look() const {
  return {.cpus = look_at_cpus(SystemFiles(), watched_),
          .client_ns = cpu_ns_of(pids_.first),
          .server_ns = cpu_ns_of(pids_.second),
          .coordinator_ns = coordinator_ns()};
}

std::vector<WatchedCpu> PairWatch::end() const {
  const Look after = look();
  if (!before_.client_ns || !before_.server_ns || !after.client_ns || !after.server_ns) return {};
  const std::int64_t client_ns = *after.client_ns - *before_.client_ns;
  const std::int64_t server_ns = *after.server_ns - *before_.server_ns;
  // Nobody knows on which of the CPUs the coordinator ran, if on any: rather too much is ours.
  const std::int64_t coordinator_ns = after.coordinator_ns - before_.coordinator_ns;
  std::vector<WatchedCpu> watched = watched_between(before_.cpus, after.cpus);
  if (!cpus_.client || !cpus_.server) {
    auto all = together(watched);
    if (!all) return {};
    all->ours_ns = client_ns + server_ns + coordinator_ns;
    return {*all};
  }
  for (WatchedCpu& one : watched) {
    one.ours_ns = coordinator_ns;
    if (one.cpu == cpus_.client) one.ours_ns += client_ns;
    if (one.cpu == cpus_.server) one.ours_ns += server_ns;
  }
  return watched;
}

std::optional<std::int64_t> waited_ns(const SystemFiles& files, pid_t pid) {
  // Time on a CPU, time of waiting for one, times on one.
  const auto line = files.line(fmt::format("/proc/{}/schedstat", pid));
  if (!line) return {};
  const auto words = words_of(*line);
  return words.size() < 2 ? std::nullopt : std::optional<std::int64_t>(leading_number(words[1]));
}

std::optional<CompanyLoad> watch_company(const SystemFiles& files, const std::vector<int>& cpus,
                                         std::chrono::milliseconds time) {
  const CpusLook before = look_at_cpus(files, cpus);
  if (before.cpus.empty()) return {};
  const auto waited_before_ns = somebody_waited_ns(files);
  const std::int64_t own_before_ns = own_cpu_ns();
  std::this_thread::sleep_for(time);
  const CpusLook after = look_at_cpus(files, cpus);
  const auto waited_after_ns = somebody_waited_ns(files);
  CompanyLoad load{.cpus = watched_between(before, after)};
  for (WatchedCpu& one : load.cpus) one.ours_ns = own_cpu_ns() - own_before_ns;
  if (waited_before_ns && waited_after_ns && *waited_after_ns >= *waited_before_ns) {
    const auto waited_ns = static_cast<double>(*waited_after_ns - *waited_before_ns);
    load.waiting_share = std::min(waited_ns / static_cast<double>(after.at_ns - before.at_ns), 1.0);
  }
  return load;
}

}  // namespace ipcbench
