// Owner of one mapped memory region.
#pragma once

#include <cstddef>
#include <utility>

#include "base/error.hpp"

namespace ipcbench {

class Mapping {
 public:
  Mapping() = default;
  Mapping(Mapping&& other) noexcept
      : address_(std::exchange(other.address_, nullptr)),
        bytes_(std::exchange(other.bytes_, 0)),
        release_(other.release_) {}
  Mapping& operator=(Mapping&& other) noexcept {
    if (this != &other) {
      reset();
      address_ = std::exchange(other.address_, nullptr);
      bytes_ = std::exchange(other.bytes_, 0);
      release_ = other.release_;
    }
    return *this;
  }
  ~Mapping() { reset(); }

  /// Shared memory that only this process and its children can reach.
  static Expected<Mapping> anonymous_shared(std::size_t bytes);
  /// Page-aligned memory of this process alone, every page already there.
  static Expected<Mapping> anonymous_private(std::size_t bytes);
  /// The first `bytes` of a file or shared memory object; the pages are mapped now, not on first
  /// use.
  static Expected<Mapping> of_file(int fd, std::size_t bytes);
  /// An attached System V segment.
  static Expected<Mapping> of_sysv(int shmid, std::size_t bytes);

  [[nodiscard]] std::byte* data() const { return static_cast<std::byte*>(address_); }
  void reset() noexcept;

 private:
  using Release = void (*)(void*, std::size_t) noexcept;
  Mapping(void* address, std::size_t bytes, Release release)
      : address_(address), bytes_(bytes), release_(release) {}
  static Expected<Mapping> mapped(std::size_t bytes, int flags, int fd);

  void* address_ = nullptr;
  std::size_t bytes_ = 0;
  Release release_ = nullptr;
};

}  // namespace ipcbench
