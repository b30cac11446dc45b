// A Unix stream socket, connected by path.
#pragma once

#include <sys/socket.h>

#include "transports/contract.hpp"
#include "transports/endpoints/byte_stream.hpp"
#include "transports/endpoints/socket_links.hpp"

namespace ipcbench {

inline constexpr Descriptor unix_stream_descriptor{
    .name = "unix_stream",
    .summary = "Unix stream socket, connected by path",
    .family = Family::unix_socket,
    .framing = Framing::byte_stream,
    .reach = Reach::same_host,
    .peer_loss = PeerLoss::reported,
    .leaves = Leaves::name,
    .senders = Senders::link_each,
    .copies = 2,
    .tunables = unix_tunables,
};

using UnixStream = UnixListener<unix_stream_descriptor, SOCK_STREAM, ByteStreamEnd>;

}  // namespace ipcbench
