// A Unix seqpacket socket, connected by path.
#pragma once

#include <sys/socket.h>

#include "transports/contract.hpp"
#include "transports/endpoints/packets.hpp"
#include "transports/endpoints/socket_links.hpp"

namespace ipcbench {

inline constexpr Descriptor unix_seqpacket_descriptor{
    .name = "unix_seqpacket",
    .summary = "Unix seqpacket socket, connected by path",
    .family = Family::unix_socket,
    .framing = Framing::message,
    .reach = Reach::same_host,
    .peer_loss = PeerLoss::reported,
    .leaves = Leaves::name,
    .senders = Senders::link_each,
    .copies = 2,
    .tunables = unix_tunables,
};

using UnixSeqpacket = UnixListener<unix_seqpacket_descriptor, SOCK_SEQPACKET, PacketEnd>;

}  // namespace ipcbench
