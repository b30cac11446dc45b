// A folder that stands for the root of a machine, with the kernel files that a test puts there.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "base/scratch.hpp"
#include "base/system_files.hpp"

namespace ipcbench::testing_machines {

class MadeUpRoot {
 public:
  MadeUpRoot() = default;

  MadeUpRoot& with(const std::string& path, const std::string& text) {
    const std::filesystem::path file = folder() + path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text << "\n";
    return *this;
  }
  [[nodiscard]] SystemFiles files() const { return SystemFiles(folder()); }

 private:
  [[nodiscard]] std::string folder() const { return scratch_.path() + "/root"; }

  Scratch scratch_ = *Scratch::create();
};

}  // namespace ipcbench::testing_machines
