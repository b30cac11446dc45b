// Rows that are ranked together: which is the best, and which of them the run tells apart.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "results/model.hpp"
#include "results/round_ratios.hpp"
#include "results/statistics.hpp"

namespace ipcbench {

/// Whether the run tells a row from the best one.
enum class Standing {
  best,
  tied,    ///< not told apart: the interval of their ratio holds 1
  unsure,  ///< there is no interval
  behind   ///< told apart
};

[[nodiscard]] constexpr std::string_view name_of(Standing standing) {
  switch (standing) {
    case Standing::best:
      return "best";
    case Standing::tied:
      return "tied";
    case Standing::unsure:
      return "unsure";
    case Standing::behind:
      return "behind";
  }
  return "";
}

struct RankedRow {
  Estimate figure;
  RoundCosts costs = {};
  bool noisy = false;  ///< it wins nothing while another one is not
};

/// One row beside another.
struct Beside {
  /// The one's figure in parts of the other's; an interval only from rounds that both count in.
  /// Where there is none, their own intervals decide.
  Estimate ratio;
  std::optional<bool> told_apart;  ///< nothing: there are no intervals at all
};

class RowOrder {
 public:
  RowOrder(std::vector<RankedRow> rows, std::string_view metric);

  [[nodiscard]] Beside beside(std::size_t row, std::size_t other) const;
  /// Told apart, and the better one.
  [[nodiscard]] bool beats(std::size_t row, std::size_t other) const;
  /// The best figure among the undisturbed rows, or among all if there is none.
  [[nodiscard]] std::optional<std::size_t> best() const { return best_; }
  [[nodiscard]] Standing standing(std::size_t row) const;
  /// A row beside the best; 1 for the best itself.
  [[nodiscard]] Estimate to_best(std::size_t row) const;
  /// Whether each row but the best is compared with it within rounds.
  [[nodiscard]] bool by_rounds() const;

 private:
  [[nodiscard]] bool has_better_figure(std::size_t row, std::size_t other) const;
  [[nodiscard]] std::optional<std::size_t> find_best() const;

  std::vector<RankedRow> rows_;
  bool lower_is_better_;
  RoundRatios ratios_;
  std::optional<std::size_t> best_;
};

/// What a cell adds to a ranking by `metric`; nothing: it has no such figure.
[[nodiscard]] std::optional<RankedRow> ranked_row(const CellResult& cell, std::string_view metric);

/// What each trial that counts cost, by its round. Empty for a metric that trials do not have.
[[nodiscard]] RoundCosts round_costs(const CellResult& cell, std::string_view metric);

}  // namespace ipcbench
