// Mechanisms that misbehave in one way each, to see what the harness makes of them.
#pragma once

#include <unistd.h>

#include <utility>

#include "transports/contract.hpp"
#include "transports/pipe.hpp"

namespace ipcbench::testing_fakes {

inline constexpr Descriptor fake_descriptor{.name = "fake",
                                            .summary = "a pipe that misbehaves",
                                            .family = Family::pipe,
                                            .framing = Framing::byte_stream,
                                            .reach = Reach::related,
                                            .peer_loss = PeerLoss::reported,
                                            .copies = 2};

/// A pipe whose server does `Vice::send` and `Vice::receive` around the real calls.
template <class Vice>
class Fake {
 public:
  static constexpr const Descriptor& descriptor = fake_descriptor;

  class End {
   public:
    End(Pipe::End pipe, Side side) : pipe_(std::move(pipe)), side_(side) {}
    Status send(std::span<const std::byte> message) noexcept {
      return side_ == Side::server ? vice_.send(pipe_, message) : pipe_.send(message);
    }
    Status receive(std::span<std::byte> message) noexcept {
      return side_ == Side::server ? vice_.receive(pipe_, message) : pipe_.receive(message);
    }

   private:
    Pipe::End pipe_;
    Side side_;
    Vice vice_{};
  };

  static Expected<Fake> open(const LinkOptions& options) {
    auto pipe = Pipe::open(options);
    if (!pipe) return std::unexpected(pipe.error());
    return Fake(std::move(*pipe));
  }
  Expected<End> attach(Side side) && {
    if constexpr (requires { Vice::refuse_attach; }) {
      if (side == Side::server) return std::unexpected(Error{.call = "no way", .code = EACCES});
    }
    auto end = std::move(pipe_).attach(side);
    if (!end) return std::unexpected(end.error());
    return End(std::move(*end), side);
  }

 private:
  explicit Fake(Pipe pipe) : pipe_(std::move(pipe)) {}
  Pipe pipe_;
};

struct Honest {
  Status send(Pipe::End& pipe, std::span<const std::byte> m) noexcept { return pipe.send(m); }
  Status receive(Pipe::End& pipe, std::span<std::byte> m) noexcept { return pipe.receive(m); }
};

/// Says that it received, and changed a byte.
struct Corrupts : Honest {
  Status receive(Pipe::End& pipe, std::span<std::byte> m) noexcept {
    const Status s = pipe.receive(m);
    m[m.size() / 2] ^= std::byte{1};
    return s;
  }
};

/// Says that it received, and left the buffer as it was: the skipped copy.
struct SkipsTheCopy : Honest {
  std::byte sink[4096] = {};
  Status receive(Pipe::End& pipe, std::span<std::byte> m) noexcept {
    return pipe.receive(std::span(sink).first(m.size()));
  }
};

/// Answers with the previous message.
struct IsOneBehind : Honest {
  std::byte previous[4096] = {};
  Status send(Pipe::End& pipe, std::span<const std::byte> m) noexcept {
    const Status s = pipe.send(std::span(previous).first(m.size()));
    std::copy(m.begin(), m.end(), previous);
    return s;
  }
};

struct Hangs : Honest {
  Status receive(Pipe::End&, std::span<std::byte>) noexcept {
    for (;;) ::pause();
  }
};

struct Crashes : Honest {
  Status receive(Pipe::End&, std::span<std::byte>) noexcept { ::_exit(7); }
};

/// Is away for a while, once, at the message whose number was set before the fork.
struct StallsOnce : Honest {
  static inline unsigned at_message = 0;
  unsigned received = 0;
  Status receive(Pipe::End& pipe, std::span<std::byte> m) noexcept {
    if (++received == at_message) ::usleep(30'000);
    return pipe.receive(m);
  }
};

struct RefusesToAttach : Honest {
  static constexpr bool refuse_attach = true;
};

}  // namespace ipcbench::testing_fakes
