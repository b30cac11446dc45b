// Adding usage up.
#include "harness/weather.hpp"

namespace ipcbench {

Usage& Usage::operator+=(const Usage& other) {
  cpu_ns += other.cpu_ns;
  user_ns += other.user_ns;
  system_ns += other.system_ns;
  voluntary_switches += other.voluntary_switches;
  involuntary_switches += other.involuntary_switches;
  minor_faults += other.minor_faults;
  major_faults += other.major_faults;
  migrations += other.migrations;
  return *this;
}

}  // namespace ipcbench
