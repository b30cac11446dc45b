// `--json-stream`: tells a file or standard output what happens, a line at a time.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/fd.hpp"
#include "bench/files.hpp"
#include "results/model.hpp"

namespace ipcbench {

class EventStream {
 public:
  /// To one of the files, or to standard output with "-"; an empty path tells nobody. Throws
  /// UsageError.
  EventStream(const std::string& path, const OutputFiles& files);

  void started(const RunResult& run);
  /// A trial of one of the run's cells, or of its control cell.
  void trial(const RunResult& run, const CellResult& cell, const TrialRecord& trial);
  /// Tells of the cells whose status is another one than was told.
  void statuses(const RunResult& run);
  /// The end. Throws std::system_error if any line could not be written: the run went on, since
  /// it is worth more than its events.
  void finished(const RunResult& run);

 private:
  using Status = std::pair<CellStatus, std::string>;  // and its reason

  void write(const std::string& line);

  Fd file_;
  int fd_;  ///< the file's, standard output's, or -1
  std::vector<Status> told_;
  int failure_ = 0;  ///< errno of the first line that could not be written
};

}  // namespace ipcbench
