// Opening and reading groups of perf events.
#include "harness/counters.hpp"

#include <fmt/format.h>
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>

#include "base/syscall.hpp"
#include "base/system_files.hpp"

namespace ipcbench {

namespace {

constexpr std::array hardware_events = {
    CountedEvent{.type = PERF_TYPE_HARDWARE, .config = PERF_COUNT_HW_CPU_CYCLES},
    CountedEvent{.type = PERF_TYPE_HARDWARE, .config = PERF_COUNT_HW_INSTRUCTIONS},
    CountedEvent{.type = PERF_TYPE_HARDWARE, .config = PERF_COUNT_HW_CACHE_MISSES},
};

constexpr int no_leader = -1;

perf_event_attr describe(const CountedEvent& event, CountedSpace space, int leader) {
  perf_event_attr attributes{};
  attributes.size = sizeof attributes;
  attributes.type = event.type;
  attributes.config = event.config;
  attributes.read_format =
      PERF_FORMAT_GROUP | PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
  // The members of a group follow their leader.
  attributes.disabled = leader == no_leader ? 1 : 0;
  attributes.pinned = leader == no_leader ? 1 : 0;
  attributes.exclude_kernel = space == CountedSpace::user ? 1 : 0;
  attributes.exclude_hv = 1;
  return attributes;
}

Status control(const Fd& leader, unsigned long request) noexcept {
  if (::ioctl(leader.get(), request, PERF_IOC_FLAG_GROUP) != 0) return last_error("ioctl(perf)");
  return {};
}

}  // namespace

std::string hint_for_perf(int code, std::optional<long long> paranoid) {
  switch (code) {
    case EACCES:
    case EPERM:
      if (!paranoid) return "a container's seccomp filter may forbid it";
      // 2 is the kernel's own highest level and allows a process to count itself; Debian added 3.
      return *paranoid > 2 ? fmt::format("kernel.perf_event_paranoid is {}", *paranoid)
                           : fmt::format(
                                 "kernel.perf_event_paranoid is {}, which would allow it; "
                                 "a container's seccomp filter may forbid it",
                                 *paranoid);
    case ENOENT:
    case ENODEV:
    case EOPNOTSUPP:
      return "no hardware counters here; a virtual machine often has none";
    case EINVAL:
      return "this CPU cannot count cycles, instructions and cache misses together";
    case ENOSYS:
      return "the kernel was built without it, or a seccomp filter forbids it";
    default:
      return {};
  }
}

Expected<EventGroup> EventGroup::open(std::span<const CountedEvent> events, CountedSpace space) {
  EventGroup group;
  for (const CountedEvent& event : events) {
    const int leader = group.events_.empty() ? no_leader : group.events_.front().get();
    perf_event_attr attributes = describe(event, space, leader);
    constexpr int this_thread = 0;
    constexpr int any_cpu = -1;
    Fd fd(static_cast<int>(::syscall(SYS_perf_event_open, &attributes, this_thread, any_cpu, leader,
                                     PERF_FLAG_FD_CLOEXEC)));
    if (!fd.valid()) {
      const int code = errno;
      return std::unexpected(Error{
          .call = "perf_event_open",
          .code = code,
          .hint =
              hint_for_perf(code, SystemFiles().number("/proc/sys/kernel/perf_event_paranoid"))});
    }
    group.events_.push_back(std::move(fd));
  }
  return group;
}

Status EventGroup::start() noexcept {
  if (const Status s = control(events_.front(), PERF_EVENT_IOC_RESET); !s.ok()) return s;
  return control(events_.front(), PERF_EVENT_IOC_ENABLE);
}

Expected<std::vector<std::uint64_t>> EventGroup::stop() {
  if (const Status s = control(events_.front(), PERF_EVENT_IOC_DISABLE); !s.ok()) {
    return std::unexpected(s.error());
  }
  // PERF_FORMAT_GROUP: how many, time enabled, time running, then the counts.
  constexpr std::size_t before_counts = 3;
  std::vector<std::uint64_t> words(before_counts + events_.size());
  const auto bytes = static_cast<ssize_t>(words.size() * sizeof words[0]);
  const ssize_t got = retried(
      [&] { return ::read(events_.front().get(), words.data(), static_cast<std::size_t>(bytes)); });
  if (got < 0) return unexpected_errno("read(perf)");
  // A pinned group that found no free counter reads as the end of a file.
  if (got != bytes || words[2] != words[1] || words[2] == 0) {
    return std::unexpected(Error{.call = "the hardware counters were not ours all of the time",
                                 .hint = "something else is counting, perf for example"});
  }
  return std::vector(words.begin() + before_counts, words.end());
}

Expected<HardwareCounters> HardwareCounters::open() {
  auto space = CountedSpace::user_and_kernel;
  auto group = EventGroup::open(hardware_events, space);
  if (!group && (group.error().code == EACCES || group.error().code == EPERM)) {
    space = CountedSpace::user;
    group = EventGroup::open(hardware_events, space);
  }
  if (!group) return std::unexpected(group.error());
  return HardwareCounters(std::move(*group), space);
}

Expected<Counters> HardwareCounters::stop() {
  const auto counts = group_.stop();
  if (!counts) return std::unexpected(counts.error());
  return Counters{.messages = 0,
                  .cycles = (*counts)[0],
                  .instructions = (*counts)[1],
                  .cache_misses = (*counts)[2],
                  .kernel = space_ == CountedSpace::user_and_kernel};
}

}  // namespace ipcbench
