// Understanding the text of an arm.
#include "bench/arm_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <optional>

#include "bench/usage_error.hpp"

namespace ipcbench {

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n';
}

/// "NAME" of "NAME=VALUE", if that is what the word is.
std::optional<std::size_t> end_of_variable(std::string_view word) {
  const std::size_t equals = word.find('=');
  if (equals == std::string_view::npos || equals == 0) return {};
  const std::string_view name = word.substr(0, equals);
  const auto fits = [](char c) { return c == '_' || std::isalnum(static_cast<unsigned char>(c)); };
  if (!std::ranges::all_of(name, fits) || std::isdigit(static_cast<unsigned char>(name[0]))) {
    return {};
  }
  return equals;
}

}  // namespace

std::vector<std::string> split_words(std::string_view option, std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;  // also of an empty one: ''
  char quote = 0;
  const auto end_word = [&] {
    if (std::exchange(in_word, false)) words.push_back(std::exchange(word, {}));
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool escaped = c == '\\' && quote != '\'' && i + 1 < text.size();
    if (quote == 0 && is_blank(c)) {
      end_word();
      continue;
    }
    in_word = true;
    if (escaped) {
      word += text[++i];
    } else if (quote != 0 ? c == quote : c == '\'' || c == '"') {
      quote = quote == 0 ? c : '\0';
    } else {
      word += c;
    }
  }
  if (quote != 0) throw UsageError(fmt::format("{}: a quote {} is not closed", option, quote));
  end_word();
  return words;
}

ArmText parse_arm_text(std::string_view option, std::string_view text) {
  const std::vector<std::string> words = split_words(option, text);
  ArmText arm;
  auto word = words.begin();
  for (; word != words.end(); ++word) {
    const auto equals = end_of_variable(*word);
    if (!equals) break;
    arm.environment.emplace_back(word->substr(0, *equals), word->substr(*equals + 1));
  }
  const auto settings = std::find_if(word, words.end(), [](const std::string& each) {
    return each == "--set" || each.starts_with("--set=");
  });
  arm.wrapper.assign(word, settings);
  for (word = settings; word != words.end(); ++word) {
    std::string list;
    if (word->starts_with("--set=")) {
      list = word->substr(6);
    } else if (*word == "--set" && std::next(word) != words.end()) {
      list = *++word;
    } else {
      throw UsageError(
          fmt::format("{}: '{}' is not a --set KEY=VALUE, which come last", option, *word));
    }
    for (Tuning& tuning : parse_tunings(list)) {
      if (tuning.values.size() != 1) {
        throw UsageError(fmt::format("{}: --set {}: an arm has one value of each", option, list));
      }
      arm.tunings.push_back(std::move(tuning));
    }
  }
  return arm;
}

}  // namespace ipcbench
