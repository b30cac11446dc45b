// Nothing is sent: what the harness itself costs. A floor, not a mechanism.
#pragma once

#include <span>

#include "transports/contract.hpp"

namespace ipcbench {

class Null {
 public:
  class End {
   public:
    Status send(std::span<const std::byte> message) noexcept { return touch(message.data()); }
    Status receive(std::span<std::byte> message) noexcept { return touch(message.data()); }

   private:
    // The optimiser must believe that the message is looked at, or the loop would vanish.
    static Status touch(const std::byte* message) noexcept {
      asm volatile("" : : "r"(message) : "memory");
      return {};
    }
  };

  static constexpr Descriptor descriptor{
      .name = "null",
      .summary = "floor: nothing is sent, the measuring loop alone",
      .family = Family::floor,
      .framing = Framing::message,
      .reach = Reach::related,
      .peer_loss = PeerLoss::unnoticed,
      .copies = 0,
  };

  static Expected<Null> open(const LinkOptions&) { return Null{}; }
  Expected<End> attach(Side) && { return End{}; }
};

}  // namespace ipcbench
