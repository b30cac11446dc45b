// POSIX shared memory, a ring, and a futex that is used only when somebody sleeps.
#pragma once

#include "transports/contract.hpp"
#include "transports/endpoints/memory/posix_shared.hpp"
#include "transports/endpoints/shared_ring.hpp"
#include "transports/endpoints/waiters/futex.hpp"

namespace ipcbench {

inline constexpr Descriptor shm_futex_descriptor{
    .name = "shm_futex",
    .summary = "shm_open memory, futex only when somebody sleeps",
    .family = Family::shared_memory,
    .framing = Framing::message,
    .reach = Reach::same_host,
    .waiting = Waiting::blocks,
    .peer_loss = PeerLoss::unnoticed,
    .leaves = Leaves::name,
    .copies = 2,
    .tunables = ring_tunables,
};

using ShmFutex = SharedRing<shm_futex_descriptor, PosixSharedMemory, Futex>;

}  // namespace ipcbench
