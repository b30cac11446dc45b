// What the calling process uses up between two moments.
#pragma once

#include "harness/weather.hpp"

namespace ipcbench {

/// Two cheap system calls at the start, two at the end; nothing in between.
class UsageMeter {
 public:
  UsageMeter() : before_(read()), cpu_(current_cpu()) {}

  [[nodiscard]] Usage since_start() const;

 private:
  [[nodiscard]] static Usage read();
  [[nodiscard]] static int current_cpu();

  Usage before_;
  int cpu_;
};

}  // namespace ipcbench
