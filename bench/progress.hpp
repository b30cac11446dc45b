// What a person sees while a run goes on: one line that changes on a terminal, a few lines
// elsewhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ipcbench {

class Progress {
 public:
  enum class Style { silent, terminal, plain };

  /// Chooses the style by what stderr is.
  static Style style_of_stderr();

  Progress(Style style, std::size_t trials);
  ~Progress() { finish(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// The trial that begins now. `left_s` is the most that the budget leaves.
  void begin_trial(std::string_view cell, double left_s);
  /// There will be more than was thought at first.
  void expect_more(std::size_t trials) { trials_ += trials; }
  /// Clears the line.
  void finish();

 private:
  Style style_;
  std::size_t trials_;
  std::size_t begun_ = 0;
  bool drawn_ = false;  ///< there is a line to clear
  std::int64_t began_ns_;
  std::int64_t shown_ns_ = 0;
};

}  // namespace ipcbench
