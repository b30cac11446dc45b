// Finding and removing what killed runs left behind.
#pragma once

#include <string>
#include <vector>

#include "base/scratch.hpp"

namespace ipcbench {

/// What a sweep did: the folders of dead runs it removed, the objects in them, and the runs that
/// are alive and were not touched.
struct Sweep {
  std::vector<std::string> removed_folders;
  std::vector<std::string> removed_objects;
  std::vector<std::string> live_folders;
};

/// Removes the leftovers of this user's dead runs below these folders. Never touches what a living
/// run owns, or what belongs to another user.
Sweep sweep_leftovers(const std::vector<std::string>& parents = scratch_parents());

}  // namespace ipcbench
