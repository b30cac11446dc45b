// Writes every made-up comparison in every format, for the parsers of those who read them:
// report_samples FOLDER makes FOLDER/<comparison>.<format> and its second file.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "../unit/made_up_comparison.hpp"
#include "plots/verdict_formats.hpp"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: report_samples FOLDER\n", stderr);
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  for (const auto& [name, comparison] : ipcbench::made_up_comparisons()) {
    for (const ipcbench::VerdictFormat& format : ipcbench::verdict_formats()) {
      for (const auto& [suffix, text] : format.files(comparison)) {
        const std::string file = name + "." + std::string(format.name) + std::string(suffix);
        std::ofstream(folder / file, std::ios::binary) << text;
      }
    }
  }
  return 0;
}
