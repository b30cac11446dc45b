// Counting what others do.
#include "harness/company.hpp"

#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <string>
#include <thread>

#include "base/clock.hpp"
#include "harness/machine.hpp"

namespace ipcbench {

namespace {

std::int64_t own_time_ns() {
  constexpr std::int64_t second_ns = 1'000'000'000;
  timespec self{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &self);
  std::int64_t own_ns = self.tv_sec * second_ns + self.tv_nsec;
  rusage children{};
  ::getrusage(RUSAGE_CHILDREN, &children);
  for (const timeval& part : {children.ru_utime, children.ru_stime}) {
    own_ns += part.tv_sec * second_ns + part.tv_usec * 1'000;
  }
  return own_ns;
}

/// "some avg10=0.00 avg60=0.00 avg300=0.00 total=12345", in us since boot.
std::optional<std::int64_t> waiting_time_ns(const SystemFiles& files) {
  constexpr std::string_view total = "total=";
  for (const std::string& line : files.lines("/proc/pressure/cpu")) {
    const auto words = words_of(line);
    if (words.empty() || words.front() != "some" || !words.back().starts_with(total)) continue;
    const auto us = leading_number(words.back().substr(total.size()));
    if (us) return *us * 1'000;
  }
  return {};
}

}  // namespace

CompanyLook look_at_company(const SystemFiles& files, const std::vector<int>& cpus) {
  CompanyLook look{.at_ns = now_ns(), .own_ns = own_time_ns()};
  if (const auto time = cpu_time(files, cpus)) {
    look.busy_ns = time->busy * (1'000'000'000 / ::sysconf(_SC_CLK_TCK));
  }
  look.waiting_ns = waiting_time_ns(files);
  return look;
}

std::optional<CompanyLoad> company_between(const CompanyLook& before, const CompanyLook& after) {
  const auto elapsed_ns = static_cast<double>(after.at_ns - before.at_ns);
  if (!before.busy_ns || !after.busy_ns || elapsed_ns <= 0) return {};
  const auto theirs_ns =
      static_cast<double>((*after.busy_ns - *before.busy_ns) - (after.own_ns - before.own_ns));
  // Ours is exact and the sum is counted in ticks, so the rest may come out below nothing.
  CompanyLoad company{.busy_cpus = std::max(theirs_ns / elapsed_ns, 0.0)};
  if (before.waiting_ns && after.waiting_ns && *after.waiting_ns >= *before.waiting_ns) {
    company.waiting_share =
        std::min(static_cast<double>(*after.waiting_ns - *before.waiting_ns) / elapsed_ns, 1.0);
  }
  return company;
}

std::optional<CompanyLoad> watch_company(const SystemFiles& files, const std::vector<int>& cpus,
                                         std::chrono::milliseconds time) {
  const CompanyLook before = look_at_company(files, cpus);
  if (!before.busy_ns) return {};
  std::this_thread::sleep_for(time);
  return company_between(before, look_at_company(files, cpus));
}

}  // namespace ipcbench
