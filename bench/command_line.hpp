// The command line of a sub-command: options, flags, --help and --version, one line for a mistake.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): its own name
class App;
class Option;
}  // namespace CLI

namespace ipcbench {

/// CLI11 does the work, in one file: its headers take longer to compile than most of our sources.
class CommandLine {
 public:
  /// What is said of an option besides its help.
  class Option {
   public:
    explicit Option(CLI::Option* option) : option_(option) {}

    /// How its value is called in the help.
    Option& type_name(const std::string& name);
    Option& required();
    /// Of a list: how many values there may be.
    Option& expected(int least, int most);

   private:
    CLI::Option* option_;
  };

  /// Of "ipcbench NAME".
  CommandLine(const std::string& name, const std::string& summary);
  CommandLine(const CommandLine&) = delete;
  ~CommandLine();

  // Names are "--name", "-n,--name", or "name" of an argument by its place. What they are bound to
  // must outlive parse().
  Option add_option(const std::string& names, std::string& value, const std::string& help);
  Option add_option(const std::string& names, std::optional<std::string>& value,
                    const std::string& help);
  Option add_option(const std::string& names, std::vector<std::string>& values,
                    const std::string& help);
  /// Is told the value; may throw UsageError.
  Option add_action(const std::string& names, const std::function<void(const std::string&)>& action,
                    const std::string& help);
  /// May be given several times; is told each value.
  Option add_repeated(const std::string& names, std::function<void(const std::string&)> action,
                      const std::string& help);
  void add_flag(const std::string& names, bool& value, const std::string& help);
  /// Options that say nothing without another one: to give one alone is a mistake.
  void only_with(const std::string& other, const std::vector<std::string>& options);
  void footer(const std::string& text);

  /// An exit code if the command is over (help, version). Throws UsageError.
  [[nodiscard]] std::optional<int> parse(std::vector<std::string> arguments);

 private:
  std::unique_ptr<CLI::App> app_;
};

}  // namespace ipcbench
