// What was measured where, and how: docs/methodology.md, as short as a page can say it.
#include "plots/report_method.hpp"

#include <fmt/format.h>

#include "plots/svg.hpp"
#include "results/run_words.hpp"

namespace ipcbench {

namespace {

constexpr std::string_view method = R"(<dl>
<dt id="method-figures">Figures and intervals</dt>
<dd>The sample is a trial: a fresh pair of processes that measures one cell. A figure is computed in
each trial, and what is shown is the median over the trials; ± is half of a 95 % interval made of
order statistics, which assumes nothing about the distribution. Fewer than six trials have no
interval. All cells are visited in rounds, each in another random order.</dd>
<dt id="method-order">Which is better</dt>
<dd>Rows that wait alike are compared by their ratios within the rounds that both count in, for a
round meets the same machine. The interval of a ratio holds for all rows of a size together: in at
most 5 of 100 runs any two equal rows are told apart. With fewer than five rounds in common rows are
told apart where their own intervals do not overlap.</dd>
<dt id="method-round-trip">Round trip</dt>
<dd>The client sends, waits for the answer, sends again: the time there <em>and back</em>, never
halved. Half (p50), 90, 99 or 99.9 of 100 round trips took at most so long; p99 needs 1,000 round
trips in each trial, p99.9 needs 10,000, or it is not shown.</dd>
<dt id="method-stream">Stream</dt>
<dd>The client sends without waiting. Bytes count when they are whole in the receiver's own memory;
1 MB is 10<sup>6</sup> bytes. Only what may drop messages can lose some; the loss is a figure of its
own.</dd>
<dt id="method-contract">The same for all</dt>
<dd>A message goes from a private buffer of one process into a private buffer of another, so shared
memory pays for its two copies. Before anything is timed every byte of an exchange is checked. The
floors have no peer: null is the loop alone, copy one memcpy a send and one a receive.</dd>
<dt id="method-cost">CPU time</dt>
<dd>Of both processes together, for a message (a round trip is two). A row that spins keeps two CPUs
busy to be quick, so it is ranked among its like.</dd>
<dt id="method-placement">Placement</dt>
<dd>Which CPUs the two processes are pinned to: <code>same</code> one CPU for both, <code>smt</code>
two threads of a core, <code>llc</code> cores with a common cache, <code>cross</code> another core,
<code>socket</code> another package, <code>free</code> as the scheduler likes. It changes figures
several times over and is a part of a cell's identity.</dd>
<dt id="method-regimes">Distance regimes</dt>
<dd>A virtual machine's CPUs are sometimes near to each other and sometimes far, and every figure
moves with them. The distance is measured before and after each trial; figures are made from the
trials of one regime, which is named. A trial during which the distance changed does not count.</dd>
<dt id="method-noisy">Noisy</dt>
<dd>Other programs used the cell's CPUs, too, or more than a third of its trials were disturbed, by
what the kernel says (time stolen by the host, preemptions, pages from disk), never by the measured
value.</dd>
<dt id="method-results">Several results</dt>
<dd>Other machines, kernels or hours have other figures. Ratios here compare medians of runs that
were not measured side by side: whether one build is slower than another is a question for
<code>ipcbench duel</code>.</dd>
</dl>
)";

}  // namespace

std::string facts_table(std::string_view title,
                        const std::vector<std::pair<std::string, std::string>>& facts) {
  std::string text = fmt::format("<table class=\"facts\"><caption>{}</caption>\n<tbody>\n", title);
  for (const auto& [name, value] : facts) {
    text += fmt::format("<tr><th scope=\"row\">{}</th><td class=\"name\">{}</td></tr>\n",
                        xml_escaped(name), xml_escaped(value));
  }
  return text + "</tbody></table>\n";
}

std::string report_machines(std::span<const ReportedRun> runs) {
  std::string text;
  for (const ReportedRun& run : runs) {
    if (runs.size() > 1) {
      text += fmt::format("<h3 class=\"name\">{}</h3>\n", xml_escaped(run.name));
    }
    text += "<div class=\"columns\">\n" + facts_table("machine and build", run.run.environment) +
            facts_table("course of the run", run_method(run.run)) + "</div>\n";
  }
  return text;
}

std::string_view report_method() {
  return method;
}

}  // namespace ipcbench
