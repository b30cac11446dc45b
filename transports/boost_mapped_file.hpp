// Boost.Interprocess managed mapped file with its mutex and condition.
#pragma once

#include "transports/contract.hpp"
#include "transports/endpoints/memory/boost_managed.hpp"
#include "transports/endpoints/shared_ring.hpp"
#include "transports/endpoints/waiters/boost_waiters.hpp"

namespace ipcbench {

inline constexpr Descriptor boost_mapped_file_descriptor{
    .name = "boost_mapped_file",
    .summary = "Boost managed_mapped_file with interprocess_condition",
    .family = Family::shared_memory,
    .framing = Framing::message,
    .reach = Reach::same_host,
    .waiting = Waiting::blocks,
    .peer_loss = PeerLoss::unnoticed,
    .leaves = Leaves::name,
    .copies = 2,
    .tunables = ring_tunables,
};

using BoostMappedFile = SharedRing<boost_mapped_file_descriptor, BoostFileMemory, BoostCondition>;

}  // namespace ipcbench
