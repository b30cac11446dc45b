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
      .copies = 2,
  };

  static std::optional<std::string> unsupported_reason(const LinkOptions& options) {
    return unix_packet_limit(options.message_bytes);
  }

  static Expected<UnixDgram> open(const LinkOptions& options) {
    UnixDgram link(OwnedName::path_in(*options.scratch, "server"),
                   OwnedName::path_in(*options.scratch, "client"));
    auto server = bound(link.server_path_);
    if (!server) return std::unexpected(server.error());
    link.server_ = std::move(*server);
    return link;
  }

  static Expected<UnixDgram> join(std::string_view address, const LinkOptions&) {
    return UnixDgram(OwnedName::borrowed(address_part(address, 0)),
                     OwnedName::borrowed(address_part(address, 1)));
  }

  [[nodiscard]] std::string address() const {
    return join_address({server_path_.name(), client_path_.name()});
  }

  Expected<End> attach(Side side) && {
    Fd server = std::move(server_);
    auto socket = side == Side::server ? accept_hello(std::move(server)) : call_server();
    if (!socket) return std::unexpected(socket.error());
    return End(std::move(*socket));
  }

 private:
  UnixDgram(OwnedName server_path, OwnedName client_path)
      : server_path_(std::move(server_path)), client_path_(std::move(client_path)) {}

  static Expected<Fd> bound(const OwnedName& path) {
    const auto address = SocketAddress::path(path.name());
    if (!address) return std::unexpected(address.error());
    return bind_socket(*address, SOCK_DGRAM);
  }

  // The client needs an address of its own, or the server could not answer.
  [[nodiscard]] Expected<Fd> call_server() const {
    auto socket = bound(client_path_);
    if (!socket) return socket;
    const auto server = SocketAddress::path(server_path_.name());
    if (!server) return std::unexpected(server.error());
    auto connected = connect_socket(std::move(*socket), *server);
    if (!connected) return connected;
    if (const Status said = say_hello(*connected); !said.ok()) return std::unexpected(said.error());
    return connected;
  }

  OwnedName server_path_;
  OwnedName client_path_;
  Fd server_;
};

}  // namespace ipcbench
