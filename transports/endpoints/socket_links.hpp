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

/// What stops a Unix socket of this type from carrying the messages.
template <int type>
std::optional<std::string> unix_socket_limit(const LinkOptions& options) {
  auto reason = socket_buffer_limit(options.settings);
  if (!reason && keeps_boundaries(type)) reason = unix_packet_limit(options);
  return reason;
}

/// socketpair(2): two nameless, connected sockets.
template <const Descriptor& description, int type, class SocketEnd>
class SocketPair {
 public:
  using End = SocketEnd;
  static constexpr const Descriptor& descriptor = description;

  static std::optional<std::string> unsupported_reason(const LinkOptions& options) {
    return unix_socket_limit<type>(options);
  }

  static Expected<SocketPair> open(const LinkOptions& options) {
    std::array<int, 2> fds{};
    if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, fds.data()) != 0) {
      return unexpected_errno("socketpair");
    }
    SocketPair link(Fd{fds[0]}, Fd{fds[1]});
    for (const Fd* socket : {&link.client_, &link.server_}) {
      const auto set = set_buffers(*socket, options.settings);
      if (!set) return std::unexpected(set.error());
    }
    return link;
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

/// A Unix socket that listens; the client connects to it by name.
template <const Descriptor& description, int type, class SocketEnd>
class UnixListener {
 public:
  using End = SocketEnd;
  static constexpr const Descriptor& descriptor = description;

  static std::optional<std::string> unsupported_reason(const LinkOptions& options) {
    return unix_socket_limit<type>(options);
  }

  static Expected<UnixListener> open(const LinkOptions& options) {
    OwnedName name = OwnedName::path_in(*options.scratch, "socket");
    const auto address = SocketAddress::named(name.name(), options.settings);
    if (!address) return std::unexpected(address.error());
    auto listener = listen_on(*address, type, options.settings);
    if (!listener) return std::unexpected(listener.error());
    return UnixListener(std::move(name), options.settings, std::move(*listener));
  }

  static Expected<UnixListener> join(std::string_view address, const LinkOptions& options) {
    return UnixListener(OwnedName::borrowed(address), options.settings, Fd());
  }

  [[nodiscard]] std::string address() const { return name_.name(); }

  Expected<End> attach(Side side) && {
    const Fd listener = std::move(listener_);
    auto socket = side == Side::server ? accept_one(listener, settings_) : connect();
    if (!socket) return std::unexpected(socket.error());
    return End(std::move(*socket));
  }

 private:
  UnixListener(OwnedName name, Settings settings, Fd listener)
      : name_(std::move(name)), settings_(std::move(settings)), listener_(std::move(listener)) {}

  [[nodiscard]] Expected<Fd> connect() const {
    const auto address = SocketAddress::named(name_.name(), settings_);
    if (!address) return std::unexpected(address.error());
    return connect_to(*address, type, settings_);
  }

  OwnedName name_;
  Settings settings_;
  Fd listener_;
};

}  // namespace ipcbench
