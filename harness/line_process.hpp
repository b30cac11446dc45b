// A command that is talked to line by line, and that never outlives its owner, whatever it does.
#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "harness/process.hpp"

namespace ipcbench {

/// It leads a process group of its own, so that what a wrapper starts is ended with it; it inherits
/// nothing but its three standard streams, and gets SIGTERM if its owner dies.
class LineProcess {
 public:
  /// Why there is no line.
  enum class Silence { late, interrupted, dead, closed, endless };

  /// Found by PATH. The error says if it could not be run.
  [[nodiscard]] static Expected<LineProcess> spawn(
      const std::vector<std::string>& argv,
      const std::vector<std::pair<std::string, std::string>>& environment);

  LineProcess(LineProcess&&) noexcept = default;
  LineProcess& operator=(LineProcess&&) = delete;
  ~LineProcess() { end(Manner::at_once); }

  /// Without the end of the line. What is not taken shows in what is read, or is not, afterwards.
  void write_line(std::string_view line);
  /// The next line of its standard output, of at most `longest` bytes. `interrupt_fd` may be -1.
  [[nodiscard]] std::expected<std::string, Silence> read_line(std::size_t longest,
                                                              std::chrono::nanoseconds patience,
                                                              int interrupt_fd);
  /// What it has printed and nobody has read as a line.
  [[nodiscard]] std::string_view unread();
  /// The first line of its standard error, as far as that is kept, with this in it; or nothing.
  [[nodiscard]] std::optional<std::string> complaint_with(std::string_view words);
  /// The last line that it wrote to its standard error.
  [[nodiscard]] std::string last_complaint();

  enum class Manner { politely, at_once };
  /// Closes its standard input and gives it time to leave if politely; TERM, KILL, for its group.
  void end(Manner manner);
  /// "exited with status 3", when it was ended; nothing if it left in peace.
  [[nodiscard]] std::optional<std::string> unnatural_death() const {
    return process_.unnatural_death();
  }

 private:
  LineProcess(ChildProcess process, Fd to, Fd from, Fd complaints)
      : process_(std::move(process)),
        to_(std::move(to)),
        from_(std::move(from)),
        complaints_(std::move(complaints)) {}

  void read_output();
  void read_complaints();
  [[nodiscard]] bool is_dead(int timeout_ms) const;
  bool await_gone(int timeout_ms);
  void signal_group(int number) const;

  ChildProcess process_;
  Fd to_, from_, complaints_;  ///< its standard input, output, error; reset at their end
  std::string output_, complaint_;
  bool ended_ = false;
};

}  // namespace ipcbench
