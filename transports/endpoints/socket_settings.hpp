// The tunables of sockets: what there is to set, its limits, and setting it.
#pragma once

#include <fmt/format.h>
#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "base/system_files.hpp"
#include "transports/contract.hpp"

namespace ipcbench {

inline constexpr Tunable sndbuf_tunable{
    .name = "sndbuf",
    .kind = Tunable::Kind::bytes,
    .usually = "net.core.wmem_default",
    .summary = "SO_SNDBUF; the kernel doubles it for bookkeeping"};
inline constexpr Tunable rcvbuf_tunable{
    .name = "rcvbuf",
    .kind = Tunable::Kind::bytes,
    .usually = "net.core.rmem_default",
    .summary = "SO_RCVBUF; the kernel doubles it for bookkeeping"};
inline constexpr Tunable unix_rcvbuf_tunable{
    .name = "rcvbuf",
    .kind = Tunable::Kind::bytes,
    .usually = "net.core.rmem_default",
    .summary = "SO_RCVBUF, of which Unix sockets make no use: unix(7)"};

inline constexpr std::array udp_tunables{sndbuf_tunable, rcvbuf_tunable};
inline constexpr std::array tcp_tunables{
    Tunable{.name = "sndbuf",
            .kind = Tunable::Kind::bytes,
            .usually = "net.ipv4.tcp_wmem, grows",
            .summary = "SO_SNDBUF, then fixed; the kernel doubles it"},
    Tunable{.name = "rcvbuf",
            .kind = Tunable::Kind::bytes,
            .usually = "net.ipv4.tcp_rmem, grows",
            .summary = "SO_RCVBUF, then fixed; the kernel doubles it"},
    Tunable{.name = "nodelay",
            .kind = Tunable::Kind::on_off,
            .usually = "on",
            .summary = "TCP_NODELAY; off: Nagle's algorithm"}};
inline constexpr std::array socketpair_tunables{sndbuf_tunable, unix_rcvbuf_tunable};
inline constexpr std::array unix_tunables{
    sndbuf_tunable, unix_rcvbuf_tunable,
    Tunable{.name = "abstract",
            .kind = Tunable::Kind::on_off,
            .usually = "off",
            .summary = "a name outside the file system instead of a path",
            .leaves_if_on = Leaves::nothing}};

/// Why the buffers cannot be what was set. The kernel would take less without a word.
inline std::optional<std::string> socket_buffer_limit(const Settings& settings) {
  for (const auto& [name, sysctl] : {std::pair{"sndbuf", "wmem_max"}, {"rcvbuf", "rmem_max"}}) {
    const auto asked = settings.number(name);
    const auto most = SystemFiles().number(fmt::format("/proc/sys/net/core/{}", sysctl));
    if (asked && most && *asked > static_cast<std::uint64_t>(*most)) {
      return fmt::format("{} {} is above net.core.{} ({})", name, *asked, sysctl, *most);
    }
  }
  return {};
}

/// Gives a socket the buffers that were set, and looks whether it has them. Of a connection they
/// must be there before it is made: TCP agrees on its window then, see tcp(7).
inline Expected<void> set_buffers(const Fd& socket, const Settings& settings) {
  for (const auto& [name, option] : {std::pair{"sndbuf", SO_SNDBUF}, {"rcvbuf", SO_RCVBUF}}) {
    const auto asked = settings.number(name);
    if (!asked) continue;
    const int bytes = static_cast<int>(*asked);
    int got = 0;
    socklen_t size = sizeof got;
    if (::setsockopt(socket.get(), SOL_SOCKET, option, &bytes, sizeof bytes) != 0 ||
        ::getsockopt(socket.get(), SOL_SOCKET, option, &got, &size) != 0) {
      return unexpected_errno("setsockopt", name);
    }
    // The kernel gives twice of what it grants; less means that it cut the wish down.
    if (static_cast<std::uint64_t>(got) < 2 * *asked) {
      return std::unexpected(
          Error{.call = fmt::format("setsockopt({} {}): the kernel gave {}", name, bytes, got),
                .code = ENOBUFS});
    }
  }
  return {};
}

}  // namespace ipcbench
