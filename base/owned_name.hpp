// Owner of one name that outlives processes: whatever happens, somebody can find and remove it.
#pragma once

#include <sys/ipc.h>
#include <sys/types.h>

#include <ctime>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.hpp"
#include "base/scratch.hpp"

namespace ipcbench {

/// What the kernel (or libc) keeps under a name until it is removed.
enum class ObjectKind {
  path,
  shared_memory,
  named_semaphore,
  message_queue,
  sysv_memory,
  sysv_semaphores,
  sysv_queue,
};

/// One such object. A marker file in the scratch folder is written *before* the object is made and
/// deleted after it is gone, so a run killed at any instruction leaves nothing that a later
/// `ipcbench clean` cannot find. System V objects have a random key instead of IPC_PRIVATE for
/// this reason alone: a private object cannot be found again by a marker written before it exists.
class OwnedName {
 public:
  /// Writes the marker. The caller then creates the object, exclusively.
  static Expected<OwnedName> reserve(Scratch& scratch, ObjectKind kind);
  /// A path in the scratch folder; the folder itself is its marker.
  static OwnedName path_in(Scratch& scratch, std::string_view stem);
  /// The name of an object that another process owns: never removed here.
  static OwnedName borrowed(std::string_view name);

  OwnedName() = default;
  OwnedName(OwnedName&& other) noexcept { swap(other); }
  OwnedName& operator=(OwnedName&& other) noexcept {
    swap(other);
    return *this;
  }
  /// Removes the object, in the process that reserved the name only.
  ~OwnedName() { remove(); }

  /// "/tmp/.../fifo-3", "/ipcbench-0-Ab12Cd-7" or "0x5f3a91c2".
  [[nodiscard]] const std::string& name() const { return name_; }
  /// The key of a System V object.
  [[nodiscard]] key_t key() const;
  void remove() noexcept;
  /// Deletes the marker only: the object could not be made, what has the name is not ours.
  void forget() noexcept;

 private:
  OwnedName(ObjectKind kind, std::string name, std::string marker);
  void swap(OwnedName& other) noexcept;

  ObjectKind kind_ = ObjectKind::path;
  std::string name_;
  std::string marker_;
  pid_t owner_ = 0;
};

/// A System V object and what removes it.
struct SysvObject {
  int id = -1;
  OwnedName name;
};

/// Creates a System V object; `get(key, flags)` is `shmget`, `semget` or `msgget` with its size.
/// Keys are drawn until one is free.
template <class Get>
Expected<SysvObject> create_sysv(Scratch& scratch, ObjectKind kind, const char* call, Get get) {
  for (int attempt = 0; attempt < 8; ++attempt) {
    auto name = OwnedName::reserve(scratch, kind);
    if (!name) return std::unexpected(name.error());
    const int id = get(name->key(), IPC_CREAT | IPC_EXCL | 0600);
    if (id >= 0) return SysvObject{.id = id, .name = std::move(*name)};
    const int code = errno;
    name->forget();
    if (code != EEXIST) return std::unexpected(Error{.call = call, .code = code});
  }
  return std::unexpected(Error{.call = call, .code = EEXIST, .hint = "8 random keys were taken"});
}

/// Where the marker of an object lies: its file name tells the kind and the name.
[[nodiscard]] std::string marker_file(ObjectKind kind, std::string_view name);
/// Removes the object that a marker of a dead run stands for. False if there was none, or if it
/// turns out to be somebody else's.
bool remove_marked_object(std::string_view marker_file_name, std::time_t marked_at);

}  // namespace ipcbench
