// A connected pair of nameless Unix stream sockets.
#pragma once

#include <sys/socket.h>

#include "transports/contract.hpp"
#include "transports/endpoints/byte_stream.hpp"
#include "transports/endpoints/socket_links.hpp"

namespace ipcbench {

inline constexpr Descriptor socketpair_stream_descriptor{
    .name = "socketpair_stream",
    .summary = "socketpair(2), stream: bytes both ways over one descriptor",
    .family = Family::unix_socket,
    .framing = Framing::byte_stream,
    .reach = Reach::related,
    .peer_loss = PeerLoss::reported,
    .senders = Senders::link_each,
    .copies = 2,
    .tunables = socketpair_tunables,
};

using SocketpairStream = SocketPair<socketpair_stream_descriptor, SOCK_STREAM, ByteStreamEnd>;

}  // namespace ipcbench
