// Parsing command lines.
#include "bench/command_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

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

}  // namespace

void prepare(CLI::App& app, const std::string& name) {
  app.name("ipcbench " + name);
  app.set_version_flag("--version", "ipcbench " IPCBENCH_VERSION, "Show the version");
  app.set_help_flag("-h,--help", "Show this help");
}

std::optional<int> parse(CLI::App& app, std::vector<std::string> arguments) {
  bind_negative_numbers(arguments);
  const std::vector<std::string> typed = arguments;
  // CLI11 takes the arguments from the back.
  std::ranges::reverse(arguments);
  try {
    app.parse(arguments);
    return {};
  } catch (const CLI::Success& asked) {  // --help, --version
    return app.exit(asked);
  } catch (const CLI::ExtrasError& mistake) {
    throw UsageError(one_line(mistake.what()) + hint_for_unknown_option(app, typed));
  } catch (const CLI::ParseError& mistake) {
    throw UsageError(one_line(mistake.what()));
  }
}

}  // namespace ipcbench
