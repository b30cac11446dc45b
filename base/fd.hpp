// Owner of one file descriptor.
#pragma once

#include <utility>

namespace ipcbench {

class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, none)) {}
  Fd& operator=(Fd&& other) noexcept {
    if (this != &other) {
      reset();
      fd_ = std::exchange(other.fd_, none);
    }
    return *this;
  }
  ~Fd() { reset(); }

  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool valid() const { return fd_ != none; }
  void reset() noexcept;

 private:
  static constexpr int none = -1;
  int fd_ = none;
};

}  // namespace ipcbench
