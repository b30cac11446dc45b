// Drawing the progress line.
#include "bench/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/clock.hpp"

namespace ipcbench {

namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
// Often enough to look alive, seldom enough to cost nothing.
constexpr std::int64_t redraw_every_ns = second_ns / 8;
constexpr std::int64_t plain_line_every_ns = 5 * second_ns;
constexpr std::size_t line_columns = 79;

std::string duration_text(double seconds) {
  if (seconds < 100) return fmt::format("{:.0f} s", seconds);
  return fmt::format("{:.0f} min", seconds / 60);
}

}  // namespace

Progress::Style Progress::style_of_stderr() {
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal != nullptr && std::string_view(terminal) == "dumb";
  return ::isatty(STDERR_FILENO) == 1 && !dumb ? Style::terminal : Style::plain;
}

Progress::Progress(Style style, std::size_t trials)
    : style_(style), trials_(trials), began_ns_(now_ns()) {}

void Progress::begin_trial(std::string_view cell, double left_s) {
  const std::size_t done = begun_++;
  if (style_ == Style::silent) return;
  const std::int64_t now = now_ns();
  const std::int64_t every = style_ == Style::terminal ? redraw_every_ns : plain_line_every_ns;
  if (done != 0 && now - shown_ns_ < every) return;
  shown_ns_ = now;

  // The first trials say nothing about the rest yet. Beyond the planned ones it is the budget that
  // ends the run.
  std::string left = "estimating the time";
  if (done >= trials_) {
    left = std::isfinite(left_s)
               ? fmt::format("more, at most {}", duration_text(std::max(left_s, 0.0)))
               : "once more";
  }
  if (done >= 5 && done < trials_) {
    const double each_s = static_cast<double>(now - began_ns_) / 1e9 / static_cast<double>(done);
    const double eta_s = std::min(each_s * static_cast<double>(trials_ - done), left_s);
    left = fmt::format("about {} left", duration_text(std::max(eta_s, 0.0)));
  }
  const std::string counted = fmt::format("[{}/{}] {}", begun_, trials_, left);
  if (style_ == Style::plain) {
    fmt::print(stderr, "{}, now {}\n", counted, cell);
    return;
  }
  std::string line = fmt::format("{}  {}", counted, cell);
  line.resize(std::min(line.size(), line_columns));
  drawn_ = true;
  fmt::print(stderr, "\r\033[K{}", line);
  std::fflush(stderr);
}

void Progress::finish() {
  if (!drawn_) return;
  fmt::print(stderr, "\r\033[K");
  std::fflush(stderr);
  drawn_ = false;
}

}  // namespace ipcbench
