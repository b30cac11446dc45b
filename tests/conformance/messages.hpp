// Numbered messages: every byte depends on the number, the place and the direction.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "harness/check.hpp"
#include "tests/conformance/any_mechanism.hpp"
#include "tests/conformance/child.hpp"
#include "transports/contract.hpp"

namespace ipcbench::conformance {

using Bytes = std::vector<std::byte>;

/// Message `number` as `from` writes it.
inline Bytes message(std::size_t bytes, std::uint64_t number, Side from) {
  Bytes made(bytes);
  fill_pattern(made, number);
  if (from == Side::server) derive_reply(Bytes(made), made);
  return made;
}

inline void require_message(std::span<const std::byte> got, std::uint64_t number, Side from) {
  const auto wrong = difference(got, message(got.size(), number, from), number);
  if (wrong) throw Complaint(*wrong);
}

/// One side of an exchange of numbered messages.
class Correspondent {
 public:
  Correspondent(AnyEnd& end, std::size_t bytes, Side side)
      : end_(&end), bytes_(bytes), side_(side) {}

  // The buffer is overwritten as soon as it is sent: a mechanism that still needs it is caught.
  void send(std::uint64_t number) {
    Bytes out = message(bytes_, number, side_);
    require(end_->send(out), fmt::format("sending message {}", number));
    std::ranges::fill(out, std::byte{0xee});
  }

  Bytes receive(std::uint64_t number) {
    Bytes in(bytes_, std::byte{0xcc});
    require(end_->receive(in), fmt::format("receiving message {}", number));
    return in;
  }

  void expect(std::uint64_t number) { require_message(receive(number), number, other(side_)); }

  void send_all(std::uint64_t first, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) send(first + i);
  }
  void expect_all(std::uint64_t first, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) expect(first + i);
  }

  /// The client asks, the server answers. Both sides call this.
  void converse(std::uint64_t first, std::uint64_t count) {
    for (std::uint64_t i = first; i < first + count; ++i) {
      if (side_ == Side::client) send(i);
      expect(i);
      if (side_ == Side::server) send(i);
    }
  }

  /// A stream of messages one way, then the other way. Both sides call this.
  void stream_both_ways(std::uint64_t first, std::uint64_t count) {
    for (const Side sender : {Side::client, Side::server}) {
      side_ == sender ? send_all(first, count) : expect_all(first, count);
    }
  }

 private:
  AnyEnd* end_;
  std::size_t bytes_;
  Side side_;
};

}  // namespace ipcbench::conformance
