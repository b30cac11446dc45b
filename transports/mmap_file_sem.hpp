// A regular file mapped by both processes, a ring, and semaphores in it.
#pragma once

#include "transports/contract.hpp"
#include "transports/endpoints/memory/mapped_file.hpp"
#include "transports/endpoints/shared_ring.hpp"
#include "transports/endpoints/waiters/posix_semaphore.hpp"

namespace ipcbench {

inline constexpr Descriptor mmap_file_sem_descriptor{
    .name = "mmap_file_sem",
    .summary = "a mapped regular file with process-shared sem_t",
    .family = Family::shared_memory,
    .framing = Framing::message,
    .reach = Reach::same_host,
    .waiting = Waiting::blocks,
    .peer_loss = PeerLoss::unnoticed,
    .leaves = Leaves::name,
    .copies = 2,
    .tunables = ring_tunables,
};

using MmapFileSem = SharedRing<mmap_file_sem_descriptor, MappedFile, PosixSemaphore>;

}  // namespace ipcbench
