// A mechanism with a slowdown that is really there, for measuring whether a duel finds it.
#pragma once

#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "transports/contract.hpp"

namespace ipcbench::detector {

/// As the environment says it: IPCBENCH_SLOWDOWN=syscall, copy, or loop:5 (percent); and of one
/// mechanism alone with IPCBENCH_SLOWED_ONLY=pipe.
struct Slowdown {
  enum class Kind { none, syscall, copy, loop };

  Kind kind = Kind::none;
  double share = 0;  ///< of a loop

  static Slowdown from_environment(std::string_view mechanism);
};

/// Keeps a process busy for a share of what each of its messages takes by itself.
class BusyLoop {
 public:
  explicit BusyLoop(double share) : share_(share) {}

  void spin() noexcept {
    const std::int64_t began_ns = now_ns();
    const std::int64_t took_ns = began_ns - std::exchange(ended_ns_, began_ns);
    if (took_ns > longest_ns) return;
    const auto length_ns = static_cast<std::int64_t>(static_cast<double>(took_ns) * share_);
    do ended_ns_ = now_ns();
    while (ended_ns_ - began_ns < length_ns);
  }

 private:
  /// What takes longer was no message but a pause between slices, or somebody else had the CPU.
  static constexpr std::int64_t longest_ns = 1'000'000;

  double share_;
  std::int64_t ended_ns_ = 0;
};

/// The same mechanism under the same name: nothing but its speed tells them apart.
template <Transport T>
class Slowed {
 public:
  class End {
   public:
    End(typename T::End inner, Side side, Slowdown slowdown)
        : inner_(std::move(inner)), side_(side), slowdown_(slowdown), loop_(slowdown.share) {}

    Status send(std::span<const std::byte> message) noexcept {
      // The check ends with a stream: the first question after it was slowed when it came, and one
      // call more a message shall be one in every message.
      const bool is_slowed = std::exchange(received_in_a_row_, 0) > 1;
      // Of a round trip the client's share is the whole of it.
      if (!is_slowed) slow(message, side_ == Side::client);
      return inner_.send(message);
    }
    Status receive(std::span<std::byte> message) noexcept {
      const Status status = inner_.receive(message);
      // Of a stream the slower side decides: both are slowed. In a round trip each message is
      // answered before the next.
      if (side_ == Side::server && ++received_in_a_row_ > 1) slow(message, true);
      return status;
    }
    Status receive_until_tick(std::span<std::byte> message) noexcept
      requires LossyEndpoint<typename T::End>
    {
      return inner_.receive_until_tick(message);
    }
    [[nodiscard]] auto effective() const
      requires requires(const typename T::End& end) { end.effective(); }
    {
      return inner_.effective();
    }

   private:
    void slow(std::span<const std::byte> message, bool busy) noexcept {
      switch (slowdown_.kind) {
        case Slowdown::Kind::none:
          return;
        case Slowdown::Kind::syscall:
          ::syscall(SYS_getppid);
          return;
        case Slowdown::Kind::copy:
          if (copy_.size() < message.size()) copy_.resize(message.size());
          std::memcpy(copy_.data(), message.data(), message.size());
          asm volatile("" : : "r"(copy_.data()) : "memory");
          return;
        case Slowdown::Kind::loop:
          if (busy) loop_.spin();
          return;
      }
    }

    typename T::End inner_;
    Side side_;
    Slowdown slowdown_;
    BusyLoop loop_;
    std::vector<std::byte> copy_;
    unsigned received_in_a_row_ = 0;
  };

  static constexpr const Descriptor& descriptor = T::descriptor;

  static Expected<Slowed> open(const LinkOptions& options) {
    auto link = T::open(options);
    if (!link) return std::unexpected(link.error());
    return Slowed(std::move(*link));
  }
  static std::optional<std::string> unsupported_reason(const LinkOptions& options) {
    return ipcbench::unsupported_reason<T>(options);
  }
  Expected<End> attach(Side side) && {
    auto end = std::move(link_).attach(side);
    if (!end) return std::unexpected(end.error());
    return End(std::move(*end), side, Slowdown::from_environment(descriptor.name));
  }
  auto residue() &&
    requires requires(T&& link) { std::move(link).residue(); }
  {
    return std::move(link_).residue();
  }

 private:
  explicit Slowed(T link) : link_(std::move(link)) {}

  T link_;
};

}  // namespace ipcbench::detector
