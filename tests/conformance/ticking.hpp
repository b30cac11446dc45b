// A timer that interrupts whatever a process waits in.
#pragma once

namespace ipcbench::conformance {

/// From now on SIGALRM comes every millisecond, and interrupted calls are not restarted.
void start_ticking_every_ms();

/// Lets some ticks go by, so that the peer waits and is interrupted meanwhile.
void dawdle();

}  // namespace ipcbench::conformance
