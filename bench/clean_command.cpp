// `ipcbench clean`: removes what killed runs left behind, and nothing that is in use.
#include <fmt/format.h>

#include "base/leftovers.hpp"
#include "bench/command_line.hpp"
#include "bench/commands.hpp"
#include "bench/usage_error.hpp"

namespace ipcbench {

int clean_command(const std::vector<std::string>& arguments) {
  CommandLine app("clean",
                  "Remove what killed runs of this user left behind; never what is in use.");
  if (const auto code = app.parse(arguments)) return *code;

  const Sweep sweep = sweep_leftovers();
  for (const std::string& folder : sweep.removed_folders) fmt::print("removed {}\n", folder);
  for (const std::string& object : sweep.removed_objects) fmt::print("removed {}\n", object);
  for (const std::string& folder : sweep.live_folders) fmt::print("in use  {}\n", folder);
  if (sweep.removed_folders.empty()) {
    fmt::print("nothing {}was left behind\n", sweep.live_folders.empty() ? "" : "else ");
  }
  return exit_code::fine;
}

}  // namespace ipcbench
