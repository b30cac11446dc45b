// System V shared memory, a ring, and a System V semaphore set.
#pragma once

#include "transports/contract.hpp"
#include "transports/endpoints/memory/sysv_shared.hpp"
#include "transports/endpoints/shared_ring.hpp"
#include "transports/endpoints/waiters/sysv_semaphore.hpp"

namespace ipcbench {

inline constexpr Descriptor sysv_shm_sem_descriptor{
    .name = "sysv_shm_sem",
    .summary = "shmget memory with semop semaphores",
    .family = Family::shared_memory,
    .framing = Framing::message,
    .reach = Reach::same_host,
    .waiting = Waiting::blocks,
    .peer_loss = PeerLoss::unnoticed,
    .leaves = Leaves::name,
    .copies = 2,
    .tunables = ring_tunables,
};

using SysvShmSem = SharedRing<sysv_shm_sem_descriptor, SysvSharedMemory, SysvSemaphore>;

}  // namespace ipcbench
