// The run's private folder: holds every file it makes and a marker for every kernel object it
// names.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/fd.hpp"

namespace ipcbench {

/// A folder `ipcbench-<uid>-XXXXXX` whose file `owner` stays locked while the run or one of its
/// forked children lives. The lock, not a process number, says "somebody still uses this": the
/// kernel drops it at death, it cannot be mistaken after a process number is used again, and it is
/// seen across containers that share the folder but not the process numbers.
class Scratch {
 public:
  /// In the first of scratch_parents() that can be written.
  static Expected<Scratch> create();
  static Expected<Scratch> create_in(const std::string& parent);

  Scratch(Scratch&& other) noexcept = default;
  Scratch& operator=(Scratch&& other) = delete;
  /// Removes the folder, in the process that made it only.
  ~Scratch();

  [[nodiscard]] const std::string& path() const { return path_; }
  /// A new name that no other run uses: "ipcbench-0-Ab12Cd-7".
  [[nodiscard]] std::string unique_name();
  /// A path in the folder that is not used yet.
  [[nodiscard]] std::string unique_path(std::string_view stem);

 private:
  Scratch(std::string path, Fd lock) : path_(std::move(path)), lock_(std::move(lock)) {}

  std::string path_;
  Fd lock_;
  pid_t owner_ = current_process();
  unsigned names_ = 0;

  static pid_t current_process();
};

/// Where scratch folders may lie, in order of preference: $TMPDIR, /tmp, /var/tmp, /dev/shm.
[[nodiscard]] std::vector<std::string> scratch_parents();

}  // namespace ipcbench
