// POSIX shared memory and a ring, busy waiting: the floor of what memory can do.
#pragma once

#include "transports/contract.hpp"
#include "transports/endpoints/memory/posix_shared.hpp"
#include "transports/endpoints/shared_ring.hpp"
#include "transports/endpoints/waiters/spin.hpp"

namespace ipcbench {

inline constexpr Descriptor shm_spin_descriptor{
    .name = "shm_spin",
    .summary = "shm_open memory, busy waiting: burns a core on each side",
    .family = Family::shared_memory,
    .framing = Framing::message,
    .reach = Reach::same_host,
    .waiting = Waiting::spins,
    .peer_loss = PeerLoss::unnoticed,
    .leaves = Leaves::name,
    .copies = 2,
    .tunables = ring_tunables,
};

using ShmSpin = SharedRing<shm_spin_descriptor, PosixSharedMemory, Spin>;

}  // namespace ipcbench
