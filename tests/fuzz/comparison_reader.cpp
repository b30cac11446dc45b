// Fuzzes the reader of comparisons, and the figure and the words that are made of one.
#include "results/comparison_reader.hpp"

#include <cstdint>
#include <string_view>

#include "plots/verdict_formats.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto comparison =
      ipcbench::comparison_from_json({reinterpret_cast<const char*>(data), size});
  if (!comparison || !*comparison) return 0;
  for (const ipcbench::VerdictFormat& format : ipcbench::verdict_formats()) {
    (void)format.files(**comparison);
  }
  return 0;
}
