// `ipcbench figures`: the figures of a saved result as files, those that somebody wants.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <variant>

#include "bench/arguments.hpp"
#include "bench/command_line.hpp"
#include "bench/commands.hpp"
#include "bench/descriptions.hpp"
#include "bench/files.hpp"
#include "bench/pictures.hpp"
#include "bench/result_selection.hpp"
#include "bench/usage_error.hpp"
#include "plots/figures.hpp"
#include "results/json_reader.hpp"

namespace ipcbench {

namespace {

/// What --scheme says, and what it adds to the names of files.
struct Scheme {
  std::string_view name;
  Theme theme;
  std::string_view suffix;
};
constexpr std::array known_schemes = {Scheme{"auto", Theme::both, ""},
                                      Scheme{"light", Theme::light, "-light"},
                                      Scheme{"dark", Theme::dark, "-dark"}};

struct Typed {
  std::string path;
  std::string folder;
  std::string only = "*";
  std::string schemes = "auto";
  std::string regime;
  bool list = false;
  bool png = false;
};

void declare(CommandLine& app, Typed& typed) {
  app.add_option("result", typed.path, "A result, or a duel's --out; - is standard input")
      .type_name("RESULT")
      .required();
  app.add_option("-o,--out", typed.folder, "Folder to write to (default: beside the result)")
      .type_name("DIR");
  app.add_option("--only", typed.only, "Some of them: names and globs").type_name("LIST");
  app.add_option("--scheme", typed.schemes, "light, dark or as the reader's system has (auto)")
      .type_name("LIST");
  app.add_flag("--png", typed.png, "As PNG, too; needs rsvg-convert");
  app.add_flag("--list", typed.list, "What there is to draw; writes nothing");
  add_regime_option(app, typed.regime);
  app.footer(
      "Writes a file for each figure and prints its path. light and dark are for\n"
      "<picture> and for what knows no preferences; their files are called so.\n"
      "\nExamples:\n"
      "  ipcbench figures results/reference/quick.json --list\n"
      "  ipcbench figures run.json --only '*-matrix,*-lines' --scheme light,dark\n");
}

std::vector<Scheme> schemes_of(const std::string& text) {
  std::vector<std::string_view> names;
  for (const Scheme& scheme : known_schemes) names.push_back(scheme.name);
  const auto wanted =
      select_names(text, names, {.name = "scheme", .listed_by = "ipcbench figures --help"});
  std::vector<Scheme> schemes;
  std::ranges::copy_if(known_schemes, std::back_inserter(schemes), [&](const Scheme& scheme) {
    return std::ranges::find(wanted, scheme.name) != wanted.end();
  });
  return schemes;
}

Document load(const Typed& typed) {
  Document document = value_or_throw(read_document(typed.path));
  const std::string name = typed.path == "-" ? "standard input" : typed.path;
  if (auto* const run = std::get_if<RunResult>(&document)) {
    prepare_result(*run, name, typed.regime);
    describe_mechanisms(*run);
  } else if (!typed.regime.empty()) {
    throw UsageError(fmt::format("--regime: {} is a comparison, which was judged by one", name));
  }
  return document;
}

std::vector<NamedFigure> figures_in(const Document& saved, Theme theme) {
  return std::visit([&](const auto& one) { return figures_of(one, {.theme = theme}); }, saved);
}

std::string stem_of(const NamedFigure& figure) {
  return std::filesystem::path(figure.file).stem().string();
}

std::vector<NamedFigure> wanted_figures(std::vector<NamedFigure> all, const std::string& only) {
  std::vector<std::string> stems;
  for (const NamedFigure& figure : all) stems.push_back(stem_of(figure));
  const auto wanted =
      select_names(only, {stems.begin(), stems.end()},
                   {.name = "figure", .listed_by = "ipcbench figures RESULT --list"});
  std::erase_if(all, [&](const NamedFigure& figure) {
    return std::ranges::find(wanted, stem_of(figure)) == wanted.end();
  });
  return all;
}

std::filesystem::path folder_of(const Typed& typed) {
  if (!typed.folder.empty()) return typed.folder;
  if (typed.path == "-") return "ipcbench-figures";
  std::filesystem::path beside = typed.path;
  beside.replace_extension();
  return beside.string() + "-figures";
}

void show_list(const std::vector<NamedFigure>& figures) {
  std::size_t longest = 0;
  for (const NamedFigure& figure : figures) longest = std::max(longest, stem_of(figure).size());
  for (const NamedFigure& figure : figures) {
    fmt::print("{:<{}}  {}\n", stem_of(figure), longest, figure.title);
  }
}

}  // namespace

int figures_command(const std::vector<std::string>& arguments) {
  CommandLine app("figures", "Draw the figures of a saved result or comparison as files.");
  Typed typed;
  declare(app, typed);
  if (const auto code = app.parse(arguments)) return *code;
  const std::vector<Scheme> schemes = schemes_of(typed.schemes);
  const Document saved = load(typed);
  if (typed.list) {
    show_list(wanted_figures(figures_in(saved, Theme::both), typed.only));
    return exit_code::fine;
  }
  if (typed.png && !can_make_pictures()) {
    throw UsageError("--png needs rsvg-convert, which is not here (Debian: librsvg2-bin)");
  }
  const std::filesystem::path folder = folder_of(typed);
  std::vector<std::string> paths;
  for (const Scheme& scheme : schemes) {
    const auto figures = wanted_figures(figures_in(saved, scheme.theme), typed.only);
    make_folder(folder);
    for (const NamedFigure& figure : figures) {
      const std::filesystem::path path =
          folder / fmt::format("{}{}.svg", stem_of(figure), scheme.suffix);
      write_or_throw(path, figure.svg);
      paths.push_back(path);
      fmt::print("{}\n", path.string());
    }
  }
  if (typed.png) make_pictures(paths);
  return exit_code::fine;
}

}  // namespace ipcbench
