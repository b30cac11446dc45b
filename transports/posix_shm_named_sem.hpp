// POSIX shared memory, a ring, and named semaphores.
#pragma once

#include "transports/contract.hpp"
#include "transports/endpoints/memory/posix_shared.hpp"
#include "transports/endpoints/shared_ring.hpp"
#include "transports/endpoints/waiters/posix_semaphore.hpp"

namespace ipcbench {

inline constexpr Descriptor posix_shm_named_sem_descriptor{
    .name = "posix_shm_named_sem",
    .summary = "shm_open memory with sem_open semaphores",
    .family = Family::shared_memory,
    .framing = Framing::message,
    .reach = Reach::same_host,
    .waiting = Waiting::blocks,
    .peer_loss = PeerLoss::unnoticed,
    .leaves = Leaves::name,
    .copies = 2,
    .tunables = ring_tunables,
};

using PosixShmNamedSem =
    SharedRing<posix_shm_named_sem_descriptor, PosixSharedMemory, NamedSemaphore>;

}  // namespace ipcbench
