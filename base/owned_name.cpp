// Reserving and removing kernel names.
#include "base/owned_name.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <mqueue.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/random.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <optional>

#include "base/clock.hpp"

namespace ipcbench {

namespace {

struct KindName {
  ObjectKind kind;
  std::string_view text;
};

constexpr std::array kind_names = {
    KindName{ObjectKind::path, "path"},
    KindName{ObjectKind::shared_memory, "shm"},
    KindName{ObjectKind::named_semaphore, "sem"},
    KindName{ObjectKind::message_queue, "mq"},
    KindName{ObjectKind::sysv_memory, "sysv_shm"},
    KindName{ObjectKind::sysv_semaphores, "sysv_sem"},
    KindName{ObjectKind::sysv_queue, "sysv_msg"},
};

std::string_view text_of(ObjectKind kind) {
  return kind_names[static_cast<std::size_t>(kind)].text;
}

bool is_sysv(ObjectKind kind) {
  return kind >= ObjectKind::sysv_memory;
}

std::string random_key() {
  std::uint32_t key = 0;
  // A sandbox may deny the call. Then the clock and the address space layout must do; a key that is
  // taken is noticed by IPC_EXCL anyhow.
  if (::getrandom(&key, sizeof key, GRND_NONBLOCK) != sizeof key) {
    static std::uint32_t draws = 0;
    key = static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(&key)) ^
          static_cast<std::uint32_t>(::getpid() << 8) ^ static_cast<std::uint32_t>(now_ns()) ^
          (++draws << 24);
  }
  return fmt::format("{:#010x}", key | 1);  // never IPC_PRIVATE, which is 0
}

key_t key_of(const std::string& name) {
  return static_cast<key_t>(std::strtoul(name.c_str(), nullptr, 16));
}

struct SysvFacts {
  int id;
  uid_t creator;
  std::time_t changed_at;
};

std::optional<SysvFacts> find_sysv(ObjectKind kind, key_t key) {
  switch (kind) {
    case ObjectKind::sysv_memory: {
      shmid_ds facts{};
      const int id = ::shmget(key, 0, 0);
      if (id < 0 || ::shmctl(id, IPC_STAT, &facts) != 0) return {};
      return SysvFacts{id, facts.shm_perm.cuid, facts.shm_ctime};
    }
    case ObjectKind::sysv_semaphores: {
      semid_ds facts{};
      const int id = ::semget(key, 0, 0);
      if (id < 0 || ::semctl(id, 0, IPC_STAT, &facts) != 0) return {};
      return SysvFacts{id, facts.sem_perm.cuid, facts.sem_ctime};
    }
    case ObjectKind::sysv_queue: {
      msqid_ds facts{};
      const int id = ::msgget(key, 0);
      if (id < 0 || ::msgctl(id, IPC_STAT, &facts) != 0) return {};
      return SysvFacts{id, facts.msg_perm.cuid, facts.msg_ctime};
    }
    default:
      return {};
  }
}

bool remove_sysv(ObjectKind kind, int id) {
  switch (kind) {
    case ObjectKind::sysv_memory:
      return ::shmctl(id, IPC_RMID, nullptr) == 0;
    case ObjectKind::sysv_semaphores:
      return ::semctl(id, 0, IPC_RMID) == 0;
    default:
      return ::msgctl(id, IPC_RMID, nullptr) == 0;
  }
}

bool remove_object(ObjectKind kind, const std::string& name) {
  switch (kind) {
    case ObjectKind::path:
      return ::unlink(name.c_str()) == 0;
    case ObjectKind::shared_memory:
      return ::shm_unlink(name.c_str()) == 0;
    case ObjectKind::named_semaphore:
      return ::sem_unlink(name.c_str()) == 0;
    case ObjectKind::message_queue:
      return ::mq_unlink(name.c_str()) == 0;
    default: {
      const auto facts = find_sysv(kind, key_of(name));
      return facts && remove_sysv(kind, facts->id);
    }
  }
}

}  // namespace

std::string marker_file(ObjectKind kind, std::string_view name) {
  if (name.starts_with('/')) name.remove_prefix(1);
  return fmt::format("{}@{}", text_of(kind), name);
}

Expected<OwnedName> OwnedName::reserve(Scratch& scratch, ObjectKind kind) {
  std::string name = is_sysv(kind) ? random_key() : "/" + scratch.unique_name();
  std::string marker = scratch.path() + "/" + marker_file(kind, name);
  const Fd created(::open(marker.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600));
  if (!created.valid()) return unexpected_errno("open", marker);
  return OwnedName(kind, std::move(name), std::move(marker));
}

OwnedName OwnedName::path_in(Scratch& scratch, std::string_view stem) {
  return {ObjectKind::path, scratch.unique_path(stem), {}};
}

OwnedName OwnedName::borrowed(std::string_view name) {
  OwnedName stranger;
  stranger.name_ = name;
  return stranger;
}

OwnedName::OwnedName(ObjectKind kind, std::string name, std::string marker)
    : kind_(kind), name_(std::move(name)), marker_(std::move(marker)), owner_(::getpid()) {}

key_t OwnedName::key() const {
  return key_of(name_);
}

void OwnedName::remove() noexcept {
  if (name_.empty() || owner_ != ::getpid()) return;
  remove_object(kind_, name_);
  forget();
}

void OwnedName::forget() noexcept {
  if (!marker_.empty()) ::unlink(marker_.c_str());
  name_.clear();
}

void OwnedName::swap(OwnedName& other) noexcept {
  std::swap(kind_, other.kind_);
  name_.swap(other.name_);
  marker_.swap(other.marker_);
  std::swap(owner_, other.owner_);
}

bool remove_marked_object(std::string_view marker_file_name, std::time_t marked_at) {
  const std::size_t at = marker_file_name.find('@');
  if (at == std::string_view::npos) return false;
  for (const auto& [kind, text] : kind_names) {
    // A path needs no marker, so one that claims to be for a path is none of ours.
    if (text != marker_file_name.substr(0, at) || kind == ObjectKind::path) continue;
    const std::string name(marker_file_name.substr(at + 1));
    if (!is_sysv(kind)) return remove_object(kind, "/" + name);
    // The run may have died after choosing a key that turned out to be taken: what somebody else
    // made, or what is older than the marker, is not ours.
    const auto facts = find_sysv(kind, key_of(name));
    if (!facts || facts->creator != ::geteuid() || facts->changed_at + 1 < marked_at) return false;
    return remove_sysv(kind, facts->id);
  }
  return false;
}

}  // namespace ipcbench
