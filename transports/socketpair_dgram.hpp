// A connected pair of nameless Unix datagram sockets.
#pragma once

#include <sys/socket.h>

#include "transports/contract.hpp"
#include "transports/endpoints/packets.hpp"
#include "transports/endpoints/socket_links.hpp"

namespace ipcbench {

inline constexpr Descriptor socketpair_dgram_descriptor{
    .name = "socketpair_dgram",
    .summary = "socketpair(2), datagrams: reliable and in order locally",
    .family = Family::unix_socket,
    .framing = Framing::message,
    .reach = Reach::related,
    .peer_loss = PeerLoss::reported_to_sender,
    .senders = Senders::many,
    .copies = 2,
    .tunables = socketpair_tunables,
};

using SocketpairDgram = SocketPair<socketpair_dgram_descriptor, SOCK_DGRAM, PacketEnd>;

}  // namespace ipcbench
