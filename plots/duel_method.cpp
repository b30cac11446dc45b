// docs/methodology.md and docs/stored-baselines.md in a few paragraphs.
#include "plots/duel_method.hpp"

#include <string_view>

namespace ipcbench {

namespace {

constexpr std::string_view common = R"(<dl>
<dt id="method-figures">Changes</dt>
<dd>All changes are of costs: 5&nbsp;% slower means that a message takes 5&nbsp;% more time with B,
whether the metric is a latency or a throughput. The interval says where the true change lies, 19
times out of 20.</dd>
<dt>Delta</dt>
<dd>Changes below it are nobody&#39;s concern; the shaded band of the figure. A regression is at least
that large <em>and</em> certain; no change that matters means that the interval&#39;s upper end stays
below it. Everything else is inconclusive, which is not the same as &ldquo;no change&rdquo;.</dd>
)";

constexpr std::string_view duel = R"(<dt>Side by side</dt>
<dd>A and B are alive at once and run slices of some milliseconds in turn; who goes first is drawn for
each pair. Each round starts fresh processes. A pair during which the distance of the two CPUs changed
is measured again, which the probe decides and never the result. A change is made of its pairs; A and B
beside it are the medians of each by itself, which need not differ by just as much.</dd>
<dt>Two looks</dt>
<dd>After a first look at all cells, those that look changed, and then the undecided, get fresh rounds,
and only these count. The test is the exact signed-rank test over rounds; p is adjusted (Holm) for the
number of tests, so that at most the said part of jobs errs that compare identical code.</dd>
<dt>Would find</dt>
<dd>The smallest change that this cell would have shown nine times out of ten: the duel&#39;s own
resolution there.</dd>
<dt>Clear</dt>
<dd>Where a limit for an all-clear was given (<code>--clear</code>): the change may matter, but is sure to be below the
limit. If every cell is, the whole is clear.</dd>
<dt>Control</dt>
<dd>The same pipe against itself in every round. If that shows a change, the machine was not fit and no
verdict on time is given.</dd>
)";

constexpr std::string_view stored = R"(<dt>Two stored results</dt>
<dd>The weaker way: a machine drifts between two runs, and no interval within a run sees that. So the
medians must differ by three deltas (or by what a history of runs says that the cell moves) <em>and</em>
the 95&nbsp;% intervals must not touch. Only trials at the same distance of the CPUs are compared.
<code>ipcbench duel</code> measures both at once.</dd>
<dt>Control</dt>
<dd>The same pipe in each round of both runs. What it shows, the machine did.</dd>
)";

constexpr std::string_view counters = R"(<dt>Counts</dt>
<dd>System calls, context switches and page faults a message are compared where they are whole numbers:
1.00 and 2.00 differ without any statistics.</dd>
</dl>
)";

}  // namespace

std::string duel_method(Comparison::Method method) {
  std::string text(common);
  text += method == Comparison::Method::duel ? duel : stored;
  return text.append(counters);
}

}  // namespace ipcbench
