// Boost.Interprocess managed shared memory with its semaphore.
#pragma once

#include "transports/contract.hpp"
#include "transports/endpoints/memory/boost_managed.hpp"
#include "transports/endpoints/shared_ring.hpp"
#include "transports/endpoints/waiters/boost_waiters.hpp"

namespace ipcbench {

inline constexpr Descriptor boost_shm_descriptor{
    .name = "boost_shm",
    .summary = "Boost managed_shared_memory with interprocess_semaphore",
    .family = Family::shared_memory,
    .framing = Framing::message,
    .reach = Reach::same_host,
    .waiting = Waiting::blocks,
    .peer_loss = PeerLoss::unnoticed,
    .leaves = Leaves::name,
    .copies = 2,
    .tunables = ring_tunables,
};

using BoostShm = SharedRing<boost_shm_descriptor, BoostSharedMemory, BoostSemaphore>;

}  // namespace ipcbench
