// Parsing command lines.
#include "bench/command_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include <CLI/CLI.hpp>

#include "bench/arguments.hpp"
#include "bench/usage_error.hpp"

namespace ipcbench {

namespace {

/// "--size -5" is a mistake in a value, not an unknown option -5.
void bind_negative_numbers(std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i + 1 < arguments.size(); ++i) {
    std::string& next = arguments[i + 1];
    const bool negative =
        next.size() > 1 && next[0] == '-' && std::isdigit(static_cast<unsigned char>(next[1])) != 0;
    if (!negative || !arguments[i].starts_with("--")) continue;
    if (arguments[i].find('=') != std::string::npos) continue;
    arguments[i] += "=" + next;
    arguments.erase(arguments.begin() + static_cast<std::ptrdiff_t>(i) + 1);
  }
}

std::string one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  text.erase(text.find_last_not_of(' ') + 1);
  if (!text.empty()) {
    text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  }
  return text;
}

std::string hint_for_unknown_option(const CLI::App& app, const std::vector<std::string>& typed) {
  std::vector<std::string> known;
  for (const CLI::Option* option : app.get_options()) known.push_back(option->get_name());
  const std::vector<std::string_view> candidates(known.begin(), known.end());
  for (const std::string& argument : typed) {
    const std::string name = argument.substr(0, argument.find('='));
    if (!name.starts_with("--") || std::ranges::find(known, name) != known.end()) continue;
    return did_you_mean(name, candidates);
  }
  return {};
}

/// An unset variable in a script, which must not be taken for an option that was not given.
void require_names(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    const std::string type = option->get_type_name();
    if (type != "FILE" && type != "DIR") continue;
    if (std::ranges::find(option->results(), "") == option->results().end()) continue;
    throw UsageError(fmt::format("{}: the {} has no name", option->get_name(),
                                 type == "FILE" ? "file" : "folder"));
  }
}

}  // namespace

CommandLine::CommandLine(const std::string& name, const std::string& summary)
    : app_(std::make_unique<CLI::App>(summary)) {
  app_->name("ipcbench " + name);
  app_->set_version_flag("--version", "ipcbench " IPCBENCH_VERSION, "Show the version");
  app_->set_help_flag("-h,--help", "Show this help");
}

CommandLine::~CommandLine() = default;

CommandLine::Option& CommandLine::Option::type_name(const std::string& name) {
  option_->type_name(name);
  return *this;
}

CommandLine::Option& CommandLine::Option::required() {
  option_->required();
  return *this;
}

CommandLine::Option& CommandLine::Option::expected(int least, int most) {
  option_->expected(least, most);
  return *this;
}

CommandLine::Option CommandLine::add_option(const std::string& names, std::string& value,
                                            const std::string& help) {
  return Option(app_->add_option(names, value, help));
}

CommandLine::Option CommandLine::add_option(const std::string& names,
                                            std::optional<std::string>& value,
                                            const std::string& help) {
  return Option(app_->add_option(names, value, help));
}

CommandLine::Option CommandLine::add_option(const std::string& names,
                                            std::vector<std::string>& values,
                                            const std::string& help) {
  CLI::Option* option = app_->add_option(names, values, help);
  // A list is one word, or the option again: what follows is no part of it.
  if (names.starts_with('-')) option->allow_extra_args(false);
  return Option(option);
}

CommandLine::Option CommandLine::add_action(const std::string& names,
                                            const std::function<void(const std::string&)>& action,
                                            const std::string& help) {
  return Option(app_->add_option_function<std::string>(names, action, help));
}

CommandLine::Option CommandLine::add_repeated(const std::string& names,
                                              std::function<void(const std::string&)> action,
                                              const std::string& help) {
  const auto each = [action = std::move(action)](const std::vector<std::string>& values) {
    for (const std::string& value : values) action(value);
  };
  auto* option = app_->add_option_function<std::vector<std::string>>(names, each, help);
  return Option(option->allow_extra_args(false));
}

void CommandLine::add_flag(const std::string& names, bool& value, const std::string& help) {
  app_->add_flag(names, value, help)->disable_flag_override();
}

void CommandLine::only_with(const std::string& other, const std::vector<std::string>& options) {
  for (const std::string& option : options) app_->get_option(option)->needs(other);
}

void CommandLine::footer(const std::string& text) {
  app_->footer(text);
}

std::optional<int> CommandLine::parse(std::vector<std::string> arguments) {
  bind_negative_numbers(arguments);
  const std::vector<std::string> typed = arguments;
  // CLI11 takes the arguments from the back.
  std::ranges::reverse(arguments);
  try {
    app_->parse(arguments);
    require_names(*app_);
    return {};
  } catch (const CLI::Success& asked) {  // --help, --version
    return app_->exit(asked);
  } catch (const CLI::ExtrasError& mistake) {
    throw UsageError(one_line(mistake.what()) + hint_for_unknown_option(*app_, typed));
  } catch (const CLI::ParseError& mistake) {
    throw UsageError(one_line(mistake.what()));
  }
}

}  // namespace ipcbench
