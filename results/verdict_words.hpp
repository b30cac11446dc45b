// The words of a verdict: what a finding, a noise and a rule are called in every report.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "results/verdict.hpp"

namespace ipcbench {

/// "p50", "p99"; others as they are.
[[nodiscard]] std::string metric_words(std::string_view metric);
/// "36.0 us", "268 MB/s", "2.00"; "-" for nothing.
[[nodiscard]] std::string value_words(std::optional<double> value, std::string_view unit);
/// "5.1 %" and "2 %", of a part.
[[nodiscard]] std::string percent_words(double part);
/// "5.1 % slower", "3.0 % faster", of a message's time; "1.00 more", of counts a message; "-"
/// where it is not known.
[[nodiscard]] std::string change_words(const Finding& finding);
/// "+4.2 .. +6.0 %"; "exact" for what is counted; "-" without an interval.
[[nodiscard]] std::string interval_words(const Finding& finding);
/// "0.003", "<0.001"; "-" for nothing.
[[nodiscard]] std::string p_words(const Finding& finding);
/// The smallest change that would have been found: "2.1 %"; "-" for nothing.
[[nodiscard]] std::string detectable_words(const Finding& finding);
/// All of these in one line: "p50: 36.0 us -> 37.8 us, 5.1 % slower [+4.2 .. +6.0 %], p 0.003".
[[nodiscard]] std::string finding_words(const Finding& finding);

/// "round_trip/pipe/64/cross"
[[nodiscard]] std::string cell_words(const Cell& cell);
/// "round_trip/pipe/cross, 3 sizes together"
[[nodiscard]] std::string mechanism_words(const ComparedMechanism& mechanism);

/// The verdict of the whole, "not comparable" if there is none, and why, in one line.
[[nodiscard]] std::string headline(const Comparison& comparison);
/// What has to be known before the figures: why the two are not comparable, notes, a signal.
[[nodiscard]] std::vector<std::string> remarks(const Comparison& comparison);
/// Name and text: "control", "A", "rules".
using Facts = std::vector<std::pair<std::string, std::string>>;
/// What the machine did meanwhile: control cell, flipped pairs, distance of the CPUs.
[[nodiscard]] Facts noise_facts(const Comparison& comparison);
/// Who A and B are, by which rules they were compared, and how.
[[nodiscard]] Facts comparison_facts(const Comparison& comparison);
/// Of the machine that measured; then what the environments of A and B do not have in common.
[[nodiscard]] Facts environment_facts(const Comparison& comparison);

}  // namespace ipcbench
