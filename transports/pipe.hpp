// Two anonymous pipes, one for each direction.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <string>
#include <utility>

#include "base/fd.hpp"
#include "transports/contract.hpp"
#include "transports/endpoints/byte_stream.hpp"
#include "transports/endpoints/pipe_capacity.hpp"

namespace ipcbench {

class Pipe {
 public:
  using End = ByteStreamEnd;

  static constexpr Descriptor descriptor{
      .name = "pipe",
      .summary = "two anonymous pipes, blocking reads and writes",
      .family = Family::pipe,
      .framing = Framing::byte_stream,
      .reach = Reach::related,
      .peer_loss = PeerLoss::reported,
      .senders = Senders::many,
      .copies = 2,
      .tunables = pipe_tunables,
  };

  static std::optional<std::string> unsupported_reason(const LinkOptions& options) {
    return pipe_capacity_limit(options.settings);
  }

  static Expected<Pipe> open(const LinkOptions& options) {
    auto requests = make_channel(options.settings);
    if (!requests) return std::unexpected(requests.error());
    auto replies = make_channel(options.settings);
    if (!replies) return std::unexpected(replies.error());
    return Pipe(std::move(*requests), std::move(*replies));
  }

  // Both channels end their life here, and with them the two ends that this side does not use. If
  // the client kept the server's write end, it would wait for ever on a pipe that it holds open.
  Expected<End> attach(Side side) && {
    Channel requests = std::move(requests_);
    Channel replies = std::move(replies_);
    if (side == Side::client) return End(std::move(replies.read), std::move(requests.write));
    return End(std::move(requests.read), std::move(replies.write));
  }

 private:
  struct Channel {
    Fd read;
    Fd write;
  };

  static Expected<Channel> make_channel(const Settings& settings) {
    std::array<int, 2> fds{};
    if (::pipe2(fds.data(), O_CLOEXEC) != 0) return unexpected_errno("pipe2");
    Channel channel{.read = Fd(fds[0]), .write = Fd(fds[1])};
    const auto set = set_pipe_capacity(channel.write, settings);
    if (!set) return std::unexpected(set.error());
    return channel;
  }

  Pipe(Channel requests, Channel replies)
      : requests_(std::move(requests)), replies_(std::move(replies)) {}

  Channel requests_;
  Channel replies_;
};

}  // namespace ipcbench
