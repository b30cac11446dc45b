// What every page of a report has around its contents: policy, colours, style.
#pragma once

#include <string>

namespace ipcbench {

/// Which of the program's scripts a page has; it may run no others.
struct PageScripts {
  bool own = false;
  bool echarts = false;
  std::string elements = {};  ///< the scripts and their data, as markup
};

/// A whole page: it asks for nothing from anywhere, its own policy forbids it to. `main` is markup,
/// the title is text.
[[nodiscard]] std::string page_of(const std::string& title, const PageScripts& scripts,
                                  const std::string& main);

}  // namespace ipcbench
