// Two UDP sockets over loopback, connected to each other; datagrams may be dropped.
#pragma once

#include <fmt/format.h>
#include <sys/socket.h>

#include <charconv>
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
      .copies = 2,
      // 65,535 less the IP and the UDP header.
      .largest_message = 65'507,
  };

  static Expected<Udp> open(const LinkOptions&) {
    auto server = bind_socket(SocketAddress::loopback(0), SOCK_DGRAM);
    if (!server) return std::unexpected(server.error());
    const auto address = SocketAddress::of(*server);
    if (!address) return std::unexpected(address.error());
    return Udp(std::move(*server), address->port());
  }

  static Expected<Udp> join(std::string_view address, const LinkOptions&) {
    std::uint16_t port = 0;
    std::from_chars(address.data(), address.data() + address.size(), port);
    return Udp(Fd(), port);
  }

  [[nodiscard]] std::string address() const { return std::to_string(port_); }

  Expected<End> attach(Side side) && {
    Fd server = std::move(server_);
    auto socket = side == Side::server ? accept_hello(std::move(server)) : call_server();
    if (!socket) return std::unexpected(socket.error());
    return End(std::move(*socket));
  }

 private:
  Udp(Fd server, std::uint16_t port) : server_(std::move(server)), port_(port) {}

  [[nodiscard]] Expected<Fd> call_server() const {
    auto socket = connect_to(SocketAddress::loopback(port_), SOCK_DGRAM);
    if (!socket) return socket;
    if (const Status said = say_hello(*socket); !said.ok()) return std::unexpected(said.error());
    return socket;
  }

  Fd server_;
  std::uint16_t port_;
};

}  // namespace ipcbench
