// Strong definitions of libc functions: the linker prefers them to libc's.
#include "tests/conformance/interpose.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <mqueue.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdarg>

#include "base/owned_name.hpp"

namespace ipcbench::conformance {

namespace {

// Constant-initialised: these functions run before any constructor does.
constinit std::size_t longest_transfer = 0;
constinit unsigned calls_until_fault = 0;
constinit const char* faulted_call = nullptr;

std::size_t cut(std::size_t bytes) {
  return longest_transfer == 0 ? bytes : std::min(bytes, longest_transfer);
}

/// Whether this call is the one to fail; errno is set then.
bool fails(const char* call, int code) {
  if (calls_until_fault == 0 || --calls_until_fault != 0) return false;
  faulted_call = call;
  errno = code;
  return true;
}

std::set<std::string>& asked_for() {
  static std::set<std::string> names;
  return names;
}

void note(ObjectKind kind, std::string_view name) {
  asked_for().insert(marker_file(kind, name));
}

void note_key(ObjectKind kind, key_t key, int flags) {
  if ((flags & IPC_CREAT) == 0) return;
  note(kind, fmt::format("{:#010x}", static_cast<unsigned>(key)));
}

/// libc's own function of this name.
template <class Function>
Function* libc(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

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
const std::set<std::string>& objects_asked_for() {
  return asked_for();
}

}  // namespace ipcbench::conformance

using namespace ipcbench;
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
  return libc<int(int, off_t, off_t)>("posix_fallocate")(fd, offset, bytes);
}

int shm_open(const char* name, int flags, mode_t mode) {
  if (fails("shm_open", EMFILE)) return -1;
  if ((flags & O_CREAT) != 0) note(ObjectKind::shared_memory, name);
  return libc<int(const char*, int, mode_t)>("shm_open")(name, flags, mode);
}
sem_t* sem_open(const char* name, int flags, ...) noexcept {
  va_list arguments;
  va_start(arguments, flags);
  const auto mode = va_arg(arguments, unsigned);
  const auto value = va_arg(arguments, unsigned);
  va_end(arguments);
  if (fails("sem_open", EMFILE)) return SEM_FAILED;
  if ((flags & O_CREAT) != 0) note(ObjectKind::named_semaphore, name);
  return libc<sem_t*(const char*, int, ...)>("sem_open")(name, flags, mode, value);
}
int sem_init(sem_t* semaphore, int shared, unsigned value) noexcept {
  if (fails("sem_init", ENOSYS)) return -1;
  return libc<int(sem_t*, int, unsigned)>("sem_init")(semaphore, shared, value);
}
mqd_t mq_open(const char* name, int flags, ...) noexcept {
  va_list arguments;
  va_start(arguments, flags);
  const auto mode = va_arg(arguments, unsigned);
  auto* const attributes = va_arg(arguments, mq_attr*);
  va_end(arguments);
  if (fails("mq_open", EMFILE)) return -1;
  if ((flags & O_CREAT) != 0) note(ObjectKind::message_queue, name);
  return libc<mqd_t(const char*, int, ...)>("mq_open")(name, flags, mode, attributes);
}

int shmget(key_t key, size_t bytes, int flags) noexcept {
  if (fails("shmget", ENOSPC)) return -1;
  note_key(ObjectKind::sysv_memory, key, flags);
  return static_cast<int>(::syscall(SYS_shmget, key, bytes, flags));
}
void* shmat(int id, const void* at, int flags) noexcept {
  if (fails("shmat", ENOMEM)) return reinterpret_cast<void*>(-1);
  return reinterpret_cast<void*>(::syscall(SYS_shmat, id, at, flags));
}
int semget(key_t key, int count, int flags) noexcept {
  if (fails("semget", ENOSPC)) return -1;
  note_key(ObjectKind::sysv_semaphores, key, flags);
  return static_cast<int>(::syscall(SYS_semget, key, count, flags));
}
int msgget(key_t key, int flags) noexcept {
  if (fails("msgget", ENOSPC)) return -1;
  note_key(ObjectKind::sysv_queue, key, flags);
  return static_cast<int>(::syscall(SYS_msgget, key, flags));
}

}  // extern "C"
