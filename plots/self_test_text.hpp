// What duels of a program with itself say of a machine, in plain words.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "results/self_test.hpp"

namespace ipcbench {

/// What some duels of one program with itself came to.
class SelfTestSeries {
 public:
  void add(const Comparison& comparison);

  [[nodiscard]] std::size_t jobs() const { return tests_.size(); }
  /// Of those that the control cell let pass: false alarms that a pipeline would have seen.
  [[nodiscard]] std::size_t with_regression() const { return with_regression_; }
  [[nodiscard]] std::size_t unfit() const { return unfit_; }
  [[nodiscard]] const std::vector<SelfTest>& tests() const { return tests_; }

 private:
  std::vector<SelfTest> tests_;
  std::size_t with_regression_ = 0;
  std::size_t unfit_ = 0;
};

[[nodiscard]] std::string self_test_text(const SelfTestSeries& series, std::size_t width);

}  // namespace ipcbench
