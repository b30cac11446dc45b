// Memory without a name, inherited by fork, a ring, and semaphores in it.
#pragma once

#include "transports/contract.hpp"
#include "transports/endpoints/memory/anonymous.hpp"
#include "transports/endpoints/shared_ring.hpp"
#include "transports/endpoints/waiters/posix_semaphore.hpp"

namespace ipcbench {

inline constexpr Descriptor mmap_anon_sem_descriptor{
    .name = "mmap_anon_sem",
    .summary = "MAP_SHARED|MAP_ANONYMOUS memory with process-shared sem_t",
    .family = Family::shared_memory,
    .framing = Framing::message,
    .reach = Reach::related,
    .waiting = Waiting::blocks,
    .peer_loss = PeerLoss::unnoticed,
    .leaves = Leaves::nothing,
    .copies = 2,
    .tunables = ring_tunables,
};

using MmapAnonSem = SharedRing<mmap_anon_sem_descriptor, AnonymousMemory, PosixSemaphore>;

}  // namespace ipcbench
