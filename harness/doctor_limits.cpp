// What the doctor says about limits on sizes: what cannot be measured here, and why.
#include <fmt/format.h>

#include <array>

#include "harness/doctor_checks.hpp"

namespace ipcbench {

namespace {

constexpr long long kib = 1024;
constexpr long long mib = 1024 * kib;
/// The largest message of the quick suite: what a limit lets through up to here, nobody misses.
constexpr long long usual_largest = 64 * kib;

/// A sysctl that stops messages above it.
struct SizeLimit {
  std::string_view name;  ///< of the finding
  std::string_view sysctl;
  std::string_view path;
  std::string_view stops;
};

std::optional<Symptom> check_size_limit(const Machine& machine, const SizeLimit& limit) {
  const auto value = machine.files.number(limit.path);
  if (!value) return {};
  Symptom finding{.name = std::string(limit.name),
                  .severity = Severity::good,
                  .value = fmt::format("{} is {}", limit.sysctl, *value)};
  if (*value < usual_largest) {
    finding.severity = Severity::note;
    finding.effect = fmt::format("{} is skipped above {} bytes", limit.stops, *value);
    finding.remedy = fmt::format("sudo sysctl {}={}", limit.sysctl, mib);
  }
  return finding;
}

std::optional<Symptom> check_mq_size(const Machine& machine) {
  return check_size_limit(machine, {.name = "mqueue_msgsize_max",
                                    .sysctl = "fs.mqueue.msgsize_max",
                                    .path = "/proc/sys/fs/mqueue/msgsize_max",
                                    .stops = "posix_mq"});
}

std::optional<Symptom> check_sysv_size(const Machine& machine) {
  return check_size_limit(machine, {.name = "msgmax",
                                    .sysctl = "kernel.msgmax",
                                    .path = "/proc/sys/kernel/msgmax",
                                    .stops = "sysv_mq"});
}

std::optional<Symptom> check_sysv_queue(const Machine& machine) {
  return check_size_limit(machine, {.name = "msgmnb",
                                    .sysctl = "kernel.msgmnb",
                                    .path = "/proc/sys/kernel/msgmnb",
                                    .stops = "sysv_mq"});
}

std::optional<Symptom> check_datagram_buffer(const Machine& machine) {
  return check_size_limit(machine, {.name = "wmem_default",
                                    .sysctl = "net.core.wmem_default",
                                    .path = "/proc/sys/net/core/wmem_default",
                                    .stops = "unix_dgram, and what else keeps boundaries,"});
}

std::optional<Symptom> check_mq_depth(const Machine& machine) {
  const auto depth = machine.files.number("/proc/sys/fs/mqueue/msg_max");
  if (!depth) return {};
  Symptom finding{.name = "mqueue_msg_max",
                  .severity = Severity::good,
                  .value = fmt::format("fs.mqueue.msg_max is {}", *depth)};
  constexpr long long usual_depth = 10;
  if (*depth < usual_depth) {
    finding.severity = Severity::note;
    finding.effect = "posix_mq holds fewer messages than usual: its streams wait more often";
    finding.remedy = fmt::format("sudo sysctl fs.mqueue.msg_max={}", usual_depth);
  }
  return finding;
}

std::optional<Symptom> check_mq_bytes(const Machine& machine) {
  if (!machine.queue_bytes) return {};
  if (*machine.queue_bytes == ~std::uint64_t{0}) {
    return Symptom{.name = "queue_bytes",
                   .severity = Severity::good,
                   .value = "no limit on the bytes in POSIX queues (ulimit -q)"};
  }
  Symptom finding{.name = "queue_bytes",
                  .severity = Severity::good,
                  .value = fmt::format("ulimit -q is {} bytes", *machine.queue_bytes)};
  constexpr std::uint64_t two_usual_queues = 2 * 10 * (8 * kib + 64);
  if (*machine.queue_bytes < two_usual_queues) {
    finding.severity = Severity::note;
    finding.effect = "posix_mq is skipped where two queues of 10 messages do not fit into it";
    finding.remedy = "ulimit -q unlimited, as root";
  }
  return finding;
}

std::optional<Symptom> check_pipe_size(const Machine& machine) {
  const auto bytes = machine.files.number("/proc/sys/fs/pipe-max-size");
  if (!bytes) return {};
  Symptom finding{.name = "pipe_max_size",
                  .severity = Severity::good,
                  .value = fmt::format("fs.pipe-max-size is {}", *bytes)};
  if (*bytes < mib) {
    finding.severity = Severity::note;
    finding.effect = "larger values of pipe.capacity and fifo.capacity need root";
    finding.remedy = fmt::format("sudo sysctl fs.pipe-max-size={}", mib);
  }
  return finding;
}

std::optional<Symptom> check_socket_buffers(const Machine& machine) {
  const auto send = machine.files.number("/proc/sys/net/core/wmem_max");
  const auto receive = machine.files.number("/proc/sys/net/core/rmem_max");
  if (!send || !receive) return {};
  Symptom finding{.name = "socket_buffers",
                  .severity = Severity::good,
                  .value = fmt::format("net.core.wmem_max is {}, rmem_max {}", *send, *receive)};
  if (*send < mib || *receive < mib) {
    finding.severity = Severity::note;
    finding.effect = "socket buffers that are asked for stay smaller, without an error";
    finding.remedy =
        fmt::format("sudo sysctl net.core.wmem_max={0} net.core.rmem_max={0}", 4 * mib);
  }
  return finding;
}

std::optional<Symptom> check_dgram_queue(const Machine& machine) {
  const auto length = machine.files.number("/proc/sys/net/unix/max_dgram_qlen");
  if (!length) return {};
  Symptom finding{.name = "max_dgram_qlen",
                  .severity = Severity::good,
                  .value = fmt::format("net.unix.max_dgram_qlen is {}", *length)};
  constexpr long long roomy = 64;
  if (*length < roomy) {
    finding.severity = Severity::note;
    finding.effect = fmt::format(
        "a sender of unix_dgram or socketpair_dgram waits after {} messages: their throughput at "
        "small sizes",
        *length);
    finding.remedy = "sudo sysctl net.unix.max_dgram_qlen=512";
  }
  return finding;
}

std::optional<Symptom> check_congestion(const Machine& machine) {
  const auto used = machine.files.line("/proc/sys/net/ipv4/tcp_congestion_control");
  if (!used || used->empty()) return {};
  Symptom finding{.name = "tcp_congestion_control",
                  .severity = Severity::good,
                  .value = "TCP congestion control is " + *used};
  if (*used == "bbr") {
    finding.severity = Severity::note;
    finding.effect = "it paces its sender, on the loopback too: tcp's throughput is lower";
    finding.remedy = "sudo sysctl net.ipv4.tcp_congestion_control=cubic";
  }
  return finding;
}

std::optional<Symptom> check_shared_memory(const Machine& machine) {
  if (!machine.shared_memory) {
    // A made-up root has no mounts; what it does not have is not known.
    if (!machine.files.are_real()) return {};
    return Symptom{.name = "dev_shm",
                   .severity = Severity::warning,
                   .value = "no /dev/shm",
                   .effect = "posix_shm_*, boost_shm and boost_mq cannot be made",
                   .remedy = "sudo mount -t tmpfs -o mode=1777 tmpfs /dev/shm"};
  }
  const auto free_mib = static_cast<long long>(machine.shared_memory->free_bytes) / mib;
  Symptom finding{.name = "dev_shm",
                  .severity = Severity::good,
                  .value = fmt::format("{} MiB free in /dev/shm", free_mib)};
  constexpr long long enough_mib = 32;
  if (free_mib < enough_mib) {
    finding.severity = Severity::note;
    finding.effect = "rings of large messages do not fit: posix_shm_*, boost_shm, boost_mq";
    finding.remedy = "docker run --shm-size=1g, or sudo mount -o remount,size=1g /dev/shm";
  }
  return finding;
}

constexpr std::array<Check, 11> checks = {
    check_mq_size,     check_mq_depth,   check_mq_bytes,        check_sysv_size,
    check_sysv_queue,  check_pipe_size,  check_datagram_buffer, check_socket_buffers,
    check_dgram_queue, check_congestion, check_shared_memory};

}  // namespace

std::span<const Check> limit_checks() {
  return checks;
}

}  // namespace ipcbench
