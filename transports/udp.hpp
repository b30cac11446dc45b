// Two UDP sockets over loopback, connected to each other; datagrams may be dropped.
#pragma once

#include <sys/socket.h>

#include <optional>
#include <string>
#include <utility>

#include "base/fd.hpp"
#include "transports/contract.hpp"
#include "transports/endpoints/packets.hpp"
#include "transports/endpoints/sockets.hpp"

namespace ipcbench {

class Udp {
 public:
  using End = PacketEnd;

  static constexpr Descriptor descriptor{
      .name = "udp",
      .summary = "UDP over loopback, connected; drops when the receiver lags",
      .family = Family::inet_socket,
      .framing = Framing::message,
      .delivery = Delivery::may_drop,
      .reach = Reach::network,
      .peer_loss = PeerLoss::reported_to_sender,
      .senders = Senders::many,
      .copies = 2,
      // 65,535 less the IP and the UDP header.
      .largest_message = 65'507,
      .tunables = udp_tunables,
  };

  static std::optional<std::string> unsupported_reason(const LinkOptions& options) {
    return socket_buffer_limit(options.settings);
  }

  static Expected<Udp> open(const LinkOptions& options) {
    auto server = bind_socket(SocketAddress::loopback(0), SOCK_DGRAM, options.settings);
    if (!server) return std::unexpected(server.error());
    const auto address = SocketAddress::of(*server);
    if (!address) return std::unexpected(address.error());
    return Udp(std::move(*server), *address, options.settings);
  }

  static Expected<Udp> join(std::string_view address, const LinkOptions& options) {
    return Udp(Fd(), SocketAddress::loopback(address), options.settings);
  }

  [[nodiscard]] std::string address() const { return std::to_string(address_.port()); }

  Expected<End> attach(Side side) && {
    Fd server = std::move(server_);
    auto socket = side == Side::server ? accept_hello(std::move(server)) : call_server();
    if (!socket) return std::unexpected(socket.error());
    return End(std::move(*socket));
  }

 private:
  Udp(Fd server, SocketAddress address, Settings settings)
      : server_(std::move(server)), address_(address), settings_(std::move(settings)) {}

  [[nodiscard]] Expected<Fd> call_server() const {
    auto socket = connect_to(address_, SOCK_DGRAM, settings_);
    if (!socket) return socket;
    if (const Status said = say_hello(*socket); !said.ok()) return std::unexpected(said.error());
    return socket;
  }

  Fd server_;
  SocketAddress address_;
  Settings settings_;
};

}  // namespace ipcbench
