// Two Unix datagram sockets, each bound to a path and connected to the other's.
#pragma once

#include <sys/socket.h>

#include <optional>
#include <string>
#include <utility>

#include "base/fd.hpp"
#include "base/owned_name.hpp"
#include "transports/contract.hpp"
#include "transports/endpoints/address.hpp"
#include "transports/endpoints/packets.hpp"
#include "transports/endpoints/socket_links.hpp"
#include "transports/endpoints/sockets.hpp"

namespace ipcbench {

class UnixDgram {
 public:
  using End = PacketEnd;

  static constexpr Descriptor descriptor{
      .name = "unix_dgram",
      .summary = "Unix datagram sockets, connected by path",
      .family = Family::unix_socket,
      .framing = Framing::message,
      .reach = Reach::same_host,
      .peer_loss = PeerLoss::reported_to_sender,
      .leaves = Leaves::name,
      .senders = Senders::many,
      .copies = 2,
      .tunables = unix_tunables,
  };

  static std::optional<std::string> unsupported_reason(const LinkOptions& options) {
    return unix_socket_limit<SOCK_DGRAM>(options);
  }

  static Expected<UnixDgram> open(const LinkOptions& options) {
    UnixDgram link(OwnedName::path_in(*options.scratch, "server"),
                   OwnedName::path_in(*options.scratch, "client"), options.settings);
    auto server = link.bound(link.server_name_);
    if (!server) return std::unexpected(server.error());
    link.server_ = std::move(*server);
    return link;
  }

  static Expected<UnixDgram> join(std::string_view address, const LinkOptions& options) {
    return UnixDgram(OwnedName::borrowed(address_part(address, 0)),
                     OwnedName::borrowed(address_part(address, 1)), options.settings);
  }

  [[nodiscard]] std::string address() const {
    return join_address({server_name_.name(), client_name_.name()});
  }

  Expected<End> attach(Side side) && {
    Fd server = std::move(server_);
    auto socket = side == Side::server ? accept_hello(std::move(server)) : call_server();
    if (!socket) return std::unexpected(socket.error());
    return End(std::move(*socket));
  }

 private:
  UnixDgram(OwnedName server_name, OwnedName client_name, Settings settings)
      : server_name_(std::move(server_name)),
        client_name_(std::move(client_name)),
        settings_(std::move(settings)) {}

  [[nodiscard]] Expected<Fd> bound(const OwnedName& name) const {
    const auto address = SocketAddress::named(name.name(), settings_);
    if (!address) return std::unexpected(address.error());
    return bind_socket(*address, SOCK_DGRAM, settings_);
  }

  // The client needs an address of its own, or the server could not answer.
  [[nodiscard]] Expected<Fd> call_server() const {
    auto socket = bound(client_name_);
    if (!socket) return socket;
    const auto server = SocketAddress::named(server_name_.name(), settings_);
    if (!server) return std::unexpected(server.error());
    auto connected = connect_socket(std::move(*socket), *server);
    if (!connected) return connected;
    if (const Status said = say_hello(*connected); !said.ok()) return std::unexpected(said.error());
    return connected;
  }

  OwnedName server_name_;
  OwnedName client_name_;
  Settings settings_;
  Fd server_;
};

}  // namespace ipcbench
