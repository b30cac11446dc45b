// The files that every report carries: style sheet, script, ECharts.
#pragma once

#include <string_view>

namespace ipcbench {

struct ReportAssets {
  std::string_view css;
  std::string_view script;
  std::string_view script_sha256;  ///< 64 hexadecimal digits
  /// Empty if the program was built without it; so are the other two then.
  std::string_view echarts;
  std::string_view echarts_sha256;
  std::string_view echarts_licence;
};

[[nodiscard]] ReportAssets report_assets();

}  // namespace ipcbench
