// What a recommendation says, in words: needs, drawbacks, caveats, figures.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "results/recommendation.hpp"

namespace ipcbench {

/// "keeps message boundaries"; of one that has it.
[[nodiscard]] std::string_view has_text(Need need);
/// "no message boundaries"; of those that lack it.
[[nodiscard]] std::string_view lacks_text(Need need);
/// How it is asked for on the command line: "--boundaries".
[[nodiscard]] std::string_view option_of(Need need);

/// A word for a table: "stream".
[[nodiscard]] std::string_view word_of(Drawback drawback);
/// And what it means: "keeps no message boundaries".
[[nodiscard]] std::string_view meaning_of(Drawback drawback);

/// "8.92 us [8.70, 9.11]", "3030 MB/s [2970, 3100]"; without the interval where there is none.
[[nodiscard]] std::string figure_text(RankedBy by, const Estimate& estimate);
/// What is ranked: "round trip", "throughput", ...
[[nodiscard]] std::string_view ranked_text(RankedBy by);
/// And in what it is shown: "us" or "MB/s".
[[nodiscard]] std::string_view unit_of(RankedBy by);

/// A sentence for each caveat, most important first.
[[nodiscard]] std::vector<std::string> caveat_texts(const RunResult& run,
                                                    const Recommendation& made);

/// "27.2 us round trip at 4 KiB [26.4, 28.1], p99 50.6 us, 11.5 us of CPU a message"
[[nodiscard]] std::string headline(const Recommendation& made, const Candidate& candidate);

}  // namespace ipcbench
