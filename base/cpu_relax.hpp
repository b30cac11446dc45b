// What a busy-waiting loop does between two looks.
#pragma once

namespace ipcbench {

/// Tells the core that this is a spin loop: the sibling thread gets the execution units, and the
/// exit does not pay for a mispredicted memory order.
inline void cpu_relax() noexcept {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("isb" ::: "memory");
#else
  asm volatile("" ::: "memory");
#endif
}

}  // namespace ipcbench
