// The tunables of a pipe or a socket as the kernel has them now.
#pragma once

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "base/fd.hpp"
#include "transports/contract.hpp"

namespace ipcbench {

namespace detail {

inline std::optional<int> socket_option(const Fd& socket, int level, int option) {
  int value = 0;
  socklen_t size = sizeof value;
  if (::getsockopt(socket.get(), level, option, &value, &size) != 0) return {};
  return value;
}

/// Whether a Unix socket's name is abstract; nothing if it has none, or if it is another socket.
template <class AskName>
std::optional<bool> has_abstract_name(const Fd& socket, AskName ask) {
  sockaddr_un address{};
  socklen_t length = sizeof address;
  if (ask(socket.get(), reinterpret_cast<sockaddr*>(&address), &length) != 0) return {};
  if (address.sun_family != AF_UNIX || length <= offsetof(sockaddr_un, sun_path)) return {};
  return address.sun_path[0] == '\0';
}

}  // namespace detail

/// Asks for everything and keeps what this kind of descriptor has.
inline EffectiveSettings kernel_settings(const Fd& fd) {
  if (const int capacity = ::fcntl(fd.get(), F_GETPIPE_SZ); capacity >= 0) {
    return {{"capacity", std::to_string(capacity)}};
  }
  EffectiveSettings all;
  const auto add_switch = [&](const char* name, std::optional<bool> on) {
    if (on) all.emplace_back(name, *on ? "on" : "off");
  };
  auto abstract = detail::has_abstract_name(fd, ::getsockname);
  // The client of a connection has no name of its own.
  if (!abstract) abstract = detail::has_abstract_name(fd, ::getpeername);
  add_switch("abstract", abstract);
  add_switch("nodelay", detail::socket_option(fd, IPPROTO_TCP, TCP_NODELAY).transform([](int on) {
    return on != 0;
  }));
  for (const auto& [name, option] : {std::pair{"rcvbuf", SO_RCVBUF}, {"sndbuf", SO_SNDBUF}}) {
    if (const auto bytes = detail::socket_option(fd, SOL_SOCKET, option)) {
      all.emplace_back(name, std::to_string(*bytes));
    }
  }
  return all;
}

}  // namespace ipcbench
