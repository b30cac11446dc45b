// Writing events as they come.
#include "bench/event_stream.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "bench/usage_error.hpp"
#include "results/events.hpp"

namespace ipcbench {

namespace {

int leave_open(FILE* /*file*/) {
  return 0;
}

std::unique_ptr<FILE, int (*)(FILE*)> open_stream(const std::string& path) {
  if (path.empty()) return {nullptr, leave_open};
  if (path == "-") return {stdout, leave_open};
  // e: the measured processes must not have it.
  FILE* file = std::fopen(path.c_str(), "we");
  if (file == nullptr) {
    throw UsageError(fmt::format("cannot write {}: {}", path, std::strerror(errno)));
  }
  return {file, std::fclose};
}

}  // namespace

EventStream::EventStream(const std::string& path) : file_(open_stream(path)) {}

void EventStream::write(const std::string& line) {
  if (failure_ != 0) return;
  const bool written = std::fwrite(line.data(), 1, line.size(), file_.get()) == line.size();
  // Each line is to be seen at once; and a fork would copy what is still in the buffer.
  if (!written || std::fflush(file_.get()) != 0) failure_ = errno;
}

void EventStream::started(const RunResult& run) {
  if (!file_) return;
  for (const CellResult& cell : run.cells) told_.emplace_back(cell.status, cell.reason);
  write(run_started_event(run));
}

void EventStream::trial(const RunResult& run, const CellResult& cell, const TrialRecord& trial) {
  if (!file_) return;
  const bool is_control = run.control && &cell == &*run.control;
  const auto number = static_cast<std::size_t>(&cell - run.cells.data());
  write(trial_event(is_control ? std::optional<std::size_t>{} : number, cell, trial));
}

void EventStream::statuses(const RunResult& run) {
  if (!file_) return;
  for (std::size_t i = 0; i < told_.size(); ++i) {
    const CellResult& cell = run.cells[i];
    if (told_[i] == Status(cell.status, cell.reason)) continue;
    told_[i] = {cell.status, cell.reason};
    write(cell_event(i, cell));
  }
}

void EventStream::finished(const RunResult& run) {
  if (!file_) return;
  statuses(run);
  write(run_finished_event(run));
  if (failure_ != 0) {
    throw std::system_error(failure_, std::generic_category(), "cannot write the events");
  }
}

}  // namespace ipcbench
