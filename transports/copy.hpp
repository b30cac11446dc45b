// One memcpy for a send and one for a receive, in one process. A floor, not a mechanism.
#pragma once

#include <cstring>
#include <memory>
#include <span>
#include <utility>

#include "base/mapping.hpp"
#include "transports/contract.hpp"

namespace ipcbench {

class Copy {
 public:
  class End {
   public:
    explicit End(Mapping between) : between_(std::move(between)) {}

    Status send(std::span<const std::byte> message) noexcept {
      std::memcpy(between_.data(), message.data(), message.size());
      asm volatile("" : : "r"(between_.data()) : "memory");
      return {};
    }
    Status receive(std::span<std::byte> message) noexcept {
      std::memcpy(message.data(), between_.data(), message.size());
      asm volatile("" : : "r"(message.data()) : "memory");
      return {};
    }

   private:
    Mapping between_;
  };

  static constexpr Descriptor descriptor{
      .name = "copy",
      .summary = "floor: one memcpy a send and one a receive, no peer",
      .family = Family::floor,
      .framing = Framing::message,
      .reach = Reach::related,
      .peer_loss = PeerLoss::unnoticed,
      .copies = 2,
  };

  static Expected<Copy> open(const LinkOptions& options) { return Copy(options.message_bytes); }

  Expected<End> attach(Side) && {
    auto between = Mapping::anonymous_private(message_bytes_);
    if (!between) return std::unexpected(between.error());
    return End(std::move(*between));
  }

 private:
  explicit Copy(std::size_t message_bytes) : message_bytes_(message_bytes) {}

  std::size_t message_bytes_;
};

}  // namespace ipcbench
