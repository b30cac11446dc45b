// Strong definitions of transfers, files, memory and sockets: the linker prefers them to libc's.
#include "tests/conformance/interpose.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdarg>

namespace ipcbench::conformance {

namespace {

// Constant-initialised: these functions run before any constructor does.
constinit std::size_t longest_transfer = 0;
constinit unsigned calls_until_fault = 0;
constinit const char* faulted_call = nullptr;

std::size_t cut(std::size_t bytes) {
  return longest_transfer == 0 ? bytes : std::min(bytes, longest_transfer);
}

}  // namespace

bool fails(const char* call, int code) {
  if (calls_until_fault == 0 || --calls_until_fault != 0) return false;
  faulted_call = call;
  errno = code;
  return true;
}

void limit_transfers(std::size_t bytes) {
  longest_transfer = bytes;
}
void fail_setup_call(unsigned nth) {
  calls_until_fault = nth;
  faulted_call = nullptr;
}
std::string failed_setup_call() {
  return faulted_call == nullptr ? "" : faulted_call;
}

}  // namespace ipcbench::conformance

using namespace ipcbench::conformance;

// The last, optional argument of open(2) and its kin.
#define MODE_AFTER(last)                         \
  va_list arguments;                             \
  va_start(arguments, last);                     \
  const auto mode = va_arg(arguments, unsigned); \
  va_end(arguments)

extern "C" {

ssize_t read(int fd, void* data, size_t bytes) {
  return ::syscall(SYS_read, fd, data, cut(bytes));
}
ssize_t write(int fd, const void* data, size_t bytes) {
  return ::syscall(SYS_write, fd, data, cut(bytes));
}
ssize_t send(int fd, const void* data, size_t bytes, int flags) {
  if (fails("send", ENOBUFS)) return -1;
  return ::syscall(SYS_sendto, fd, data, cut(bytes), flags, nullptr, 0);
}
ssize_t recv(int fd, void* data, size_t bytes, int flags) {
  return ::syscall(SYS_recvfrom, fd, data, cut(bytes), flags, nullptr, nullptr);
}
ssize_t recvfrom(int fd, void* data, size_t bytes, int flags, sockaddr* from, socklen_t* length) {
  if (fails("recvfrom", ENOMEM)) return -1;
  return ::syscall(SYS_recvfrom, fd, data, cut(bytes), flags, from, length);
}

int open(const char* path, int flags, ...) {
  MODE_AFTER(flags);
  if (fails("open", EMFILE)) return -1;
  return static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, flags, mode));
}
int open64(const char* path, int flags, ...) {
  MODE_AFTER(flags);
  if (fails("open", EMFILE)) return -1;
  return static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, flags, mode));
}
int openat(int folder, const char* path, int flags, ...) {
  MODE_AFTER(flags);
  if (fails("openat", EMFILE)) return -1;
  return static_cast<int>(::syscall(SYS_openat, folder, path, flags, mode));
}
int pipe2(int* fds, int flags) noexcept {
  if (fails("pipe2", EMFILE)) return -1;
  return static_cast<int>(::syscall(SYS_pipe2, fds, flags));
}
int mkfifo(const char* path, mode_t mode) noexcept {
  if (fails("mkfifo", ENOSPC)) return -1;
  return static_cast<int>(::syscall(SYS_mknodat, AT_FDCWD, path, mode | S_IFIFO, 0));
}

int socket(int domain, int type, int protocol) noexcept {
  if (fails("socket", EMFILE)) return -1;
  return static_cast<int>(::syscall(SYS_socket, domain, type, protocol));
}
int socketpair(int domain, int type, int protocol, int* fds) noexcept {
  if (fails("socketpair", EMFILE)) return -1;
  return static_cast<int>(::syscall(SYS_socketpair, domain, type, protocol, fds));
}
int bind(int fd, const sockaddr* address, socklen_t length) noexcept {
  if (fails("bind", EADDRINUSE)) return -1;
  return static_cast<int>(::syscall(SYS_bind, fd, address, length));
}
int listen(int fd, int backlog) noexcept {
  if (fails("listen", EADDRINUSE)) return -1;
  return static_cast<int>(::syscall(SYS_listen, fd, backlog));
}
int accept4(int fd, sockaddr* address, socklen_t* length, int flags) {
  if (fails("accept4", EMFILE)) return -1;
  return static_cast<int>(::syscall(SYS_accept4, fd, address, length, flags));
}
int connect(int fd, const sockaddr* address, socklen_t length) {
  if (fails("connect", ECONNREFUSED)) return -1;
  return static_cast<int>(::syscall(SYS_connect, fd, address, length));
}
int setsockopt(int fd, int level, int name, const void* value, socklen_t length) noexcept {
  if (fails("setsockopt", ENOMEM)) return -1;
  return static_cast<int>(::syscall(SYS_setsockopt, fd, level, name, value, length));
}
int getsockname(int fd, sockaddr* address, socklen_t* length) noexcept {
  if (fails("getsockname", ENOBUFS)) return -1;
  return static_cast<int>(::syscall(SYS_getsockname, fd, address, length));
}

void* mmap(void* at, size_t bytes, int protection, int flags, int fd, off_t offset) noexcept {
  if (fails("mmap", ENOMEM)) return MAP_FAILED;
  return reinterpret_cast<void*>(::syscall(SYS_mmap, at, bytes, protection, flags, fd, offset));
}
void* mmap64(void* at, size_t bytes, int protection, int flags, int fd, off64_t offset) noexcept {
  if (fails("mmap", ENOMEM)) return MAP_FAILED;
  return reinterpret_cast<void*>(::syscall(SYS_mmap, at, bytes, protection, flags, fd, offset));
}
int ftruncate(int fd, off_t bytes) noexcept {
  if (fails("ftruncate", ENOSPC)) return -1;
  return static_cast<int>(::syscall(SYS_ftruncate, fd, bytes));
}
int posix_fallocate(int fd, off_t offset, off_t bytes) {
  if (fails("posix_fallocate", 0)) return ENOSPC;
  using Function = int (*)(int, off_t, off_t);
  static const auto libc = reinterpret_cast<Function>(::dlsym(RTLD_NEXT, "posix_fallocate"));
  return libc(fd, offset, bytes);
}

}  // extern "C"
