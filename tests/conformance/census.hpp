// What a process holds and what the kernel keeps: the things that must not be left behind.
#pragma once

#include <set>
#include <string>

#include "base/scratch.hpp"

namespace ipcbench::conformance {

/// How many descriptors this process has open.
[[nodiscard]] std::size_t open_descriptors();
/// How many pieces of memory it shares with others.
[[nodiscard]] std::size_t shared_mappings();

/// The files in a scratch folder besides its lock.
[[nodiscard]] std::set<std::string> files_in(const std::string& folder);

[[nodiscard]] bool is_marker(const std::string& file_name);
/// Whether the object that a marker file stands for is in the kernel.
[[nodiscard]] bool object_exists(const std::string& marker);

/// Everything at once; equal before and after if nothing leaked.
struct Census {
  std::size_t descriptors;
  std::size_t mappings;
  std::set<std::string> files;
  std::set<std::string> objects;  ///< of those that this process asked for

  static Census take(const Scratch& scratch);
  bool operator==(const Census&) const = default;
  [[nodiscard]] std::string text() const;
};

}  // namespace ipcbench::conformance
