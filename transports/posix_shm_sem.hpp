// POSIX shared memory, a ring, and nameless semaphores that lie in it.
#pragma once

#include "transports/contract.hpp"
#include "transports/endpoints/memory/posix_shared.hpp"
#include "transports/endpoints/shared_ring.hpp"
#include "transports/endpoints/waiters/posix_semaphore.hpp"

namespace ipcbench {

inline constexpr Descriptor posix_shm_sem_descriptor{
    .name = "posix_shm_sem",
    .summary = "shm_open memory with process-shared sem_t",
    .family = Family::shared_memory,
    .framing = Framing::message,
    .reach = Reach::same_host,
    .waiting = Waiting::blocks,
    .peer_loss = PeerLoss::unnoticed,
    .leaves = Leaves::name,
    .copies = 2,
    .tunables = ring_tunables,
};

using PosixShmSem = SharedRing<posix_shm_sem_descriptor, PosixSharedMemory, PosixSemaphore>;

}  // namespace ipcbench
