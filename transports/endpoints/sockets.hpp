// Opening sockets: addresses, listening, connecting, and the size limit of packets.
#pragma once

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "base/syscall.hpp"
#include "transports/contract.hpp"
#include "transports/endpoints/socket_settings.hpp"

namespace ipcbench {

/// Where a socket is: a name, or a port on loopback. Nothing here ever leaves the machine.
class SocketAddress {
 public:
  /// A path, or with the tunable `abstract` the same text in the namespace of abstract names,
  /// which begin with a zero byte and vanish with their socket.
  static Expected<SocketAddress> named(std::string_view name, const Settings& settings) {
    const std::size_t zero = settings.on("abstract").value_or(false) ? 1 : 0;
    sockaddr_un address{};
    if (zero + name.size() >= sizeof address.sun_path) {
      return std::unexpected(
          Error{.call = fmt::format("socket path {}", name), .code = ENAMETOOLONG});
    }
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path + zero, name.data(), name.size());
    return SocketAddress(address);
  }

  /// Port 0: any free one.
  static SocketAddress loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return SocketAddress(address);
  }

  /// The same, from the decimal text that a link's address() is.
  static SocketAddress loopback(std::string_view port) {
    std::uint16_t number = 0;
    std::from_chars(port.data(), port.data() + port.size(), number);
    return loopback(number);
  }

  /// The address that the kernel gave to a bound socket.
  static Expected<SocketAddress> of(const Fd& socket) {
    SocketAddress address;
    if (::getsockname(socket.get(), address.get(), &address.length_) != 0) {
      return unexpected_errno("getsockname");
    }
    return address;
  }

  [[nodiscard]] int domain() const { return storage_.ss_family; }
  [[nodiscard]] const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage_); }
  [[nodiscard]] socklen_t length() const { return length_; }
  [[nodiscard]] std::uint16_t port() const {
    sockaddr_in address{};
    std::memcpy(&address, &storage_, sizeof address);
    return ntohs(address.sin_port);
  }

 private:
  friend Expected<Fd> accept_hello(Fd socket);

  SocketAddress() = default;
  template <class Address>
  explicit SocketAddress(const Address& address) : length_(sizeof address) {
    std::memcpy(&storage_, &address, sizeof address);
  }
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage_); }

  sockaddr_storage storage_{};
  socklen_t length_ = sizeof storage_;
};

inline Expected<Fd> make_socket(int domain, int type, const Settings& settings) {
  Fd socket(::socket(domain, type | SOCK_CLOEXEC, 0));
  if (!socket.valid()) return unexpected_errno("socket");
  if (const auto set = set_buffers(socket, settings); !set) return std::unexpected(set.error());
  return socket;
}

inline Expected<Fd> bind_socket(const SocketAddress& address, int type, const Settings& settings) {
  auto socket = make_socket(address.domain(), type, settings);
  if (!socket) return socket;
  if (::bind(socket->get(), address.get(), address.length()) != 0) return unexpected_errno("bind");
  return socket;
}

inline Expected<Fd> listen_on(const SocketAddress& address, int type, const Settings& settings) {
  auto socket = bind_socket(address, type, settings);
  if (!socket) return socket;
  if (::listen(socket->get(), 1) != 0) return unexpected_errno("listen");
  return socket;
}

inline Expected<Fd> accept_one(const Fd& listener, const Settings& settings) {
  Fd socket(retried([&] { return ::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC); }));
  if (!socket.valid()) return unexpected_errno("accept4");
  // A TCP socket has them from its listener, a Unix socket has not.
  if (const auto set = set_buffers(socket, settings); !set) return std::unexpected(set.error());
  return socket;
}

/// Gives the socket back, connected.
inline Expected<Fd> connect_socket(Fd socket, const SocketAddress& address) {
  const int result =
      retried([&] { return ::connect(socket.get(), address.get(), address.length()); });
  // A connect that a signal interrupted goes on in the kernel; asking again then says EISCONN.
  if (result != 0 && errno != EISCONN) return unexpected_errno("connect");
  return socket;
}

inline Expected<Fd> connect_to(const SocketAddress& address, int type, const Settings& settings) {
  auto socket = make_socket(address.domain(), type, settings);
  if (!socket) return socket;
  return connect_socket(std::move(*socket), address);
}

// A datagram socket has no accept(2). The client says hello from its own address; the server
// connects to whoever said it, and from then on hears nobody else.
inline Status say_hello(const Fd& socket) {
  const std::byte hello{1};
  if (retried([&] { return ::send(socket.get(), &hello, 1, MSG_NOSIGNAL); }) == 1) return {};
  return last_error("send");
}

inline Expected<Fd> accept_hello(Fd socket) {
  SocketAddress peer;
  std::byte hello{};
  const ssize_t got = retried([&] {
    peer.length_ = sizeof peer.storage_;
    return ::recvfrom(socket.get(), &hello, 1, 0, peer.get(), &peer.length_);
  });
  if (got < 0) return unexpected_errno("recvfrom");
  return connect_socket(std::move(socket), peer);
}

/// Why one packet of a Unix socket cannot carry this many bytes. The kernel keeps 32 of the send
/// buffer's bytes for itself, see unix_dgram_sendmsg().
inline std::optional<std::string> unix_packet_limit(const LinkOptions& options) {
  constexpr std::size_t kernel_reserve = 32;
  const auto socket = make_socket(AF_UNIX, SOCK_DGRAM, options.settings);
  if (!socket) return {};  // `open` will say what is wrong
  int buffer_bytes = 0;
  socklen_t size = sizeof buffer_bytes;
  if (::getsockopt(socket->get(), SOL_SOCKET, SO_SNDBUF, &buffer_bytes, &size) != 0) return {};
  const std::size_t limit = static_cast<std::size_t>(buffer_bytes) - kernel_reserve;
  if (options.message_bytes <= limit) return {};
  const bool is_default = !options.settings.number("sndbuf");
  return fmt::format("a packet holds at most {} bytes ({})", limit,
                     is_default ? "net.core.wmem_default" : "sndbuf");
}

}  // namespace ipcbench
