// Strong definitions of the functions that make kernel objects with names; they note each name.
#include <dlfcn.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <mqueue.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>

#include "base/owned_name.hpp"
#include "tests/conformance/interpose.hpp"

namespace ipcbench::conformance {

namespace {

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

const std::set<std::string>& objects_asked_for() {
  return asked_for();
}

}  // namespace ipcbench::conformance

using namespace ipcbench;
using namespace ipcbench::conformance;

extern "C" {

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
