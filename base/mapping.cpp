// Mapping and unmapping memory.
#include "base/mapping.hpp"

#include <sys/mman.h>
#include <sys/shm.h>

namespace ipcbench {

Expected<Mapping> Mapping::mapped(std::size_t bytes, int flags, int fd) {
  // MAP_POPULATE: a page fault inside a measured loop would be counted as the mechanism's cost.
  void* address = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, flags | MAP_POPULATE, fd, 0);
  if (address == MAP_FAILED) return unexpected_errno("mmap");
  return Mapping(address, bytes, [](void* a, std::size_t n) noexcept { ::munmap(a, n); });
}

Expected<Mapping> Mapping::anonymous_shared(std::size_t bytes) {
  return mapped(bytes, MAP_SHARED | MAP_ANONYMOUS, -1);
}

Expected<Mapping> Mapping::anonymous_private(std::size_t bytes) {
  return mapped(bytes, MAP_PRIVATE | MAP_ANONYMOUS, -1);
}

Expected<Mapping> Mapping::of_file(int fd, std::size_t bytes) {
  return mapped(bytes, MAP_SHARED, fd);
}

Expected<Mapping> Mapping::of_sysv(int shmid, std::size_t bytes) {
  void* address = ::shmat(shmid, nullptr, 0);
  if (address == reinterpret_cast<void*>(-1)) return unexpected_errno("shmat");
  return Mapping(address, bytes, [](void* a, std::size_t) noexcept { ::shmdt(a); });
}

void Mapping::reset() noexcept {
  if (address_ != nullptr) release_(std::exchange(address_, nullptr), std::exchange(bytes_, 0));
}

}  // namespace ipcbench
