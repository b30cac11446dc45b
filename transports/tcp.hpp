// A TCP connection over loopback, without Nagle's delay.
#pragma once

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <optional>
#include <string>
#include <utility>

#include "base/fd.hpp"
#include "transports/contract.hpp"
#include "transports/endpoints/byte_stream.hpp"
#include "transports/endpoints/sockets.hpp"

namespace ipcbench {

class Tcp {
 public:
  using End = ByteStreamEnd;

  static constexpr Descriptor descriptor{
      .name = "tcp",
      .summary = "TCP over loopback, TCP_NODELAY on",
      .family = Family::inet_socket,
      .framing = Framing::byte_stream,
      .reach = Reach::network,
      .peer_loss = PeerLoss::reported,
      .senders = Senders::link_each,
      .copies = 2,
      .tunables = tcp_tunables,
  };

  static std::optional<std::string> unsupported_reason(const LinkOptions& options) {
    return socket_buffer_limit(options.settings);
  }

  static Expected<Tcp> open(const LinkOptions& options) {
    auto listener = listen_on(SocketAddress::loopback(0), SOCK_STREAM, options.settings);
    if (!listener) return std::unexpected(listener.error());
    const auto address = SocketAddress::of(*listener);
    if (!address) return std::unexpected(address.error());
    return Tcp(std::move(*listener), *address, options.settings);
  }

  static Expected<Tcp> join(std::string_view address, const LinkOptions& options) {
    return Tcp(Fd(), SocketAddress::loopback(address), options.settings);
  }

  [[nodiscard]] std::string address() const { return std::to_string(address_.port()); }

  Expected<End> attach(Side side) && {
    const Fd listener = std::move(listener_);
    auto socket = side == Side::server ? accept_one(listener, settings_)
                                       : connect_to(address_, SOCK_STREAM, settings_);
    if (!socket) return std::unexpected(socket.error());
    // With Nagle's algorithm a small reply waits for the delayed acknowledgement: 40 ms.
    const int nodelay = settings_.on("nodelay").value_or(true) ? 1 : 0;
    if (::setsockopt(socket->get(), IPPROTO_TCP, TCP_NODELAY, &nodelay, sizeof nodelay) != 0) {
      return unexpected_errno("setsockopt(TCP_NODELAY)");
    }
    return End(std::move(*socket));
  }

 private:
  Tcp(Fd listener, SocketAddress address, Settings settings)
      : listener_(std::move(listener)), address_(address), settings_(std::move(settings)) {}

  Fd listener_;
  SocketAddress address_;
  Settings settings_;
};

}  // namespace ipcbench
