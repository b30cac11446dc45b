// What the program was built from and how; CMake writes the values.
#pragma once

#include <string_view>

namespace ipcbench {

struct BuildInfo {
  std::string_view commit;  ///< "6cc4ba1f2a31", "6cc4ba1f2a31 with changes", "unknown" without git
  std::string_view compiler;
  std::string_view type;
  std::string_view flags;
};

extern const BuildInfo build_info;

}  // namespace ipcbench
