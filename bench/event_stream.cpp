// Writing events as they come.
#include "bench/event_stream.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <system_error>
#include <utility>

#include "bench/usage_error.hpp"
#include "results/events.hpp"

namespace ipcbench {

namespace {

Fd open_file(const std::string& path, const OutputFiles& files) {
  if (path.empty() || path == "-") return {};
  auto file = files.at(path).open();
  if (!file) throw UsageError(fmt::format("cannot write {}", file.error().message()));
  return std::move(*file);
}

}  // namespace

EventStream::EventStream(const std::string& path, const OutputFiles& files)
    : file_(open_file(path, files)), fd_(path == "-" ? STDOUT_FILENO : file_.get()) {}

void EventStream::write(const std::string& line) {
  if (failure_ != 0) return;
  // Each line is to be seen at once; and a fork would copy what is still in a buffer.
  if (const auto written = write_whole(fd_, line); !written.ok()) failure_ = written.code();
}

void EventStream::started(const RunResult& run) {
  if (fd_ < 0) return;
  for (const CellResult& cell : run.cells) told_.emplace_back(cell.status, cell.reason);
  write(run_started_event(run));
}

void EventStream::trial(const RunResult& run, const CellResult& cell, const TrialRecord& trial) {
  if (fd_ < 0) return;
  const bool is_control = run.control && &cell == &*run.control;
  const auto number = static_cast<std::size_t>(&cell - run.cells.data());
  write(trial_event(is_control ? std::optional<std::size_t>{} : number, cell, trial));
}

void EventStream::statuses(const RunResult& run) {
  if (fd_ < 0) return;
  for (std::size_t i = 0; i < told_.size(); ++i) {
    const CellResult& cell = run.cells[i];
    if (told_[i] == Status(cell.status, cell.reason)) continue;
    told_[i] = {cell.status, cell.reason};
    write(cell_event(i, cell));
  }
}

void EventStream::finished(const RunResult& run) {
  if (fd_ < 0) return;
  statuses(run);
  write(run_finished_event(run));
  if (failure_ != 0) {
    throw std::system_error(failure_, std::generic_category(), "cannot write the events");
  }
}

}  // namespace ipcbench
