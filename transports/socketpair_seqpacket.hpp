// A connected pair of nameless Unix seqpacket sockets.
#pragma once

#include <sys/socket.h>

#include "transports/contract.hpp"
#include "transports/endpoints/packets.hpp"
#include "transports/endpoints/socket_links.hpp"

namespace ipcbench {

inline constexpr Descriptor socketpair_seqpacket_descriptor{
    .name = "socketpair_seqpacket",
    .summary = "socketpair(2), seqpacket: datagrams with a connection",
    .family = Family::unix_socket,
    .framing = Framing::message,
    .reach = Reach::related,
    .peer_loss = PeerLoss::reported,
    .senders = Senders::many,
    .copies = 2,
    .tunables = socketpair_tunables,
};

using SocketpairSeqpacket = SocketPair<socketpair_seqpacket_descriptor, SOCK_SEQPACKET, PacketEnd>;

}  // namespace ipcbench
