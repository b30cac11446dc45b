// Links over Unix sockets that differ in their socket type only.
#pragma once

#include <sys/socket.h>

#include <array>
#include <optional>
#include <string>
#include <utility>

#include "base/fd.hpp"
#include "base/owned_name.hpp"
#include "transports/contract.hpp"
#include "transports/endpoints/sockets.hpp"

namespace ipcbench {

constexpr bool keeps_boundaries(int socket_type) {
  return socket_type != SOCK_STREAM;
}

/// socketpair(2): two nameless, connected sockets.
template <const Descriptor& description, int type, class SocketEnd>
class SocketPair {
 public:
  using End = SocketEnd;
  static constexpr const Descriptor& descriptor = description;

  static std::optional<std::string> unsupported_reason(const LinkOptions& options) {
    if constexpr (keeps_boundaries(type)) return unix_packet_limit(options.message_bytes);
    return {};
  }

  static Expected<SocketPair> open(const LinkOptions&) {
    std::array<int, 2> fds{};
    if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, fds.data()) != 0) {
      return unexpected_errno("socketpair");
    }
    return SocketPair(Fd(fds[0]), Fd(fds[1]));
  }

  // The peer's socket is closed here: a process that holds both would never see the peer go.
  Expected<End> attach(Side side) && {
    Fd client = std::move(client_);
    Fd server = std::move(server_);
    return End(std::move(side == Side::client ? client : server));
  }

 private:
  SocketPair(Fd client, Fd server) : client_(std::move(client)), server_(std::move(server)) {}

  Fd client_;
  Fd server_;
};

/// A Unix socket that listens on a path; the client connects to it by name.
template <const Descriptor& description, int type, class SocketEnd>
class UnixListener {
 public:
  using End = SocketEnd;
  static constexpr const Descriptor& descriptor = description;

  static std::optional<std::string> unsupported_reason(const LinkOptions& options) {
    if constexpr (keeps_boundaries(type)) return unix_packet_limit(options.message_bytes);
    return {};
  }

  static Expected<UnixListener> open(const LinkOptions& options) {
    OwnedName path = OwnedName::path_in(*options.scratch, "socket");
    const auto address = SocketAddress::path(path.name());
    if (!address) return std::unexpected(address.error());
    auto listener = listen_on(*address, type);
    if (!listener) return std::unexpected(listener.error());
    return UnixListener(std::move(path), std::move(*listener));
  }

  static Expected<UnixListener> join(std::string_view address, const LinkOptions&) {
    return UnixListener(OwnedName::borrowed(address), Fd());
  }

  [[nodiscard]] std::string address() const { return path_.name(); }

  Expected<End> attach(Side side) && {
    const Fd listener = std::move(listener_);
    auto socket = side == Side::server ? accept_one(listener) : connect();
    if (!socket) return std::unexpected(socket.error());
    return End(std::move(*socket));
  }

 private:
  UnixListener(OwnedName path, Fd listener)
      : path_(std::move(path)), listener_(std::move(listener)) {}

  [[nodiscard]] Expected<Fd> connect() const {
    const auto address = SocketAddress::path(path_.name());
    if (!address) return std::unexpected(address.error());
    return connect_to(*address, type);
  }

  OwnedName path_;
  Fd listener_;
};

}  // namespace ipcbench
