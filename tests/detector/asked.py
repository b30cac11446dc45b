"""What is asked of the detector, and whether the jobs show it."""
import statistics

from markdown import section
from outcomes import DUEL
from shares import of_cells, of_jobs, percent

# scenario, pattern, metric, the share of jobs that is asked for
ASKED = (
    ("loop:5", "round_trip", "rtt_p50", 0.95),
    ("loop:3", "round_trip", "rtt_p50", 0.90),
    ("one:loop:5", "round_trip", "rtt_p50", 0.95),
    ("one:loop:3", "round_trip", "rtt_p50", 0.90),
    ("loop:10", "stream", "throughput", 0.90),
    ("syscall", "round_trip", "syscalls", 1.0),
    ("syscall", "stream", "syscalls", 1.0),
)
# So many of 20 jobs under load, in which nothing is slower, must pass.
PASSES = 16
FOUND = 0.95  # of those in which one mechanism is slower by the limit of the all-clear
POWER_JOBS = 20  # fewer show too little
JOB_SECONDS = 90  # what is asked is asked of such jobs
HEAD = ["what", "a job", "asked", "measured: jobs", "besides", "met"]


def verdict_on(met, budget_s):
    verdict = "yes" if met else "**no**"
    return verdict if budget_s == JOB_SECONDS else f"{verdict}, by jobs of {budget_s:g} s"


def too_few(jobs, wanted):
    return "" if jobs >= wanted else f", and {wanted} jobs are asked for"


def false_regressions(outcome, jobs, allowed):
    few = too_few(outcome.jobs, jobs)
    false = outcome.verdicts["regression"]
    open_ = of_jobs(outcome.verdicts["inconclusive"], outcome.jobs)
    return [f"{outcome.scenario.name}: false regressions", f"{outcome.budget_s:g} s",
            f"at most {allowed} of {jobs} jobs" if allowed else f"none of {jobs} jobs",
            of_jobs(false, outcome.jobs) + few, f"inconclusive: {open_}",
            verdict_on(false <= allowed and not few, outcome.budget_s)]


def passed(outcome):
    """By exit code 0: all is clear, or nothing changed at all."""
    return outcome.verdicts["clear"] + outcome.verdicts["equivalent"]


def green_lights(outcome):
    few = too_few(outcome.jobs, POWER_JOBS)
    share = passed(outcome) / outcome.jobs
    return [f"{outcome.scenario.name}: passed", f"{outcome.budget_s:g} s",
            f"{PASSES} of {POWER_JOBS} jobs or more", of_jobs(passed(outcome), outcome.jobs) + few,
            f"clear: {outcome.verdicts['clear']}, equivalent: {outcome.verdicts['equivalent']}",
            verdict_on(share >= PASSES / POWER_JOBS and not few, outcome.budget_s)]


def false_green_lights(outcome):
    """A slowdown of just the limit may pass in alpha of the jobs."""
    few = too_few(outcome.jobs, POWER_JOBS)
    return [f"{outcome.scenario.name}: passed", f"{outcome.budget_s:g} s",
            f"at most 1 of {POWER_JOBS} jobs", of_jobs(passed(outcome), outcome.jobs) + few, "",
            verdict_on(passed(outcome) <= 1 and not few, outcome.budget_s)]


def all_clears(by_name):
    rows = []
    if same := by_name.get("clear+load"):
        rows += [green_lights(same), false_regressions(same, POWER_JOBS, 0)]
    if slowed := by_name.get("clear:one:loop:10+load"):
        rows += [power(slowed, "round_trip", "rtt_p50", FOUND), false_green_lights(slowed)]
    return rows


def in_cells_that_are(outcome, slower):
    """A loop in a stream changes when its ends wait for each other: what it costs is measured."""
    tallies = [tally for name, tally in outcome.by_cell.items() if name.startswith("stream/")
               and tally.estimates and statistics.median(tally.estimates) >= slower]
    found = of_cells(sum(one.cells_found for one in tallies), sum(one.cells for one in tallies))
    return f"; in streams that are {percent(slower)} % slower in the median of all jobs: {found}"


def besides(outcome, tally, metric):
    text = f"cells: {of_cells(tally.cells_found, tally.cells)}"
    if metric == "throughput":
        text += in_cells_that_are(outcome, 0.10)
    if outcome.scenario.only:
        elsewhere = outcome.elsewhere_by_rule[DUEL]
        text += f"; false regressions elsewhere: {of_jobs(elsewhere.jobs_found, elsewhere.jobs)}"
    return text


def power(outcome, pattern, metric, share):
    tally = outcome.by_metric[pattern, metric]
    few = too_few(tally.jobs, POWER_JOBS)
    return [f"{outcome.scenario.name}: {pattern} {metric}", f"{outcome.budget_s:g} s",
            f"{percent(share)} % of {POWER_JOBS} jobs or more",
            of_jobs(tally.jobs_found, tally.jobs) + few, besides(outcome, tally, metric),
            verdict_on(tally.jobs_found >= share * tally.jobs and not few, outcome.budget_s)]


def times(outcomes):
    """A row for each budget."""
    rows = []
    for budget_s in sorted({one.budget_s for one in outcomes}):
        those = [one for one in outcomes if one.budget_s == budget_s]
        longest = max(max(one.elapsed_s) for one in those)
        confirming = max(max(one.confirming) for one in those)
        job = f"{budget_s:g} s"
        rows.append(["the longest job", job, job, f"{longest:.1f} s", "",
                     verdict_on(longest <= budget_s, budget_s)])
        rows.append(["the most confirmation", job, "half of a job", f"{percent(confirming)} %", "",
                     verdict_on(confirming <= 0.5, budget_s)])
    return rows


def asked(outcomes):
    """What a release must show."""
    by_name = {one.scenario.name: one for one in outcomes}
    rows = [false_regressions(by_name[name], jobs, allowed)
            for name, jobs, allowed in (("aa", 60, 1), ("hog-first", 20, 0), ("hog-second", 20, 0))
            if name in by_name]
    for base, pattern, metric, share in ASKED:
        for name in (base, f"{base}+load"):
            if (one := by_name.get(name)) and (pattern, metric) in one.by_metric:
                rows.append(power(one, pattern, metric, share))
    return section("What is asked, and what was measured",
                   "Shares of jobs with their exact 95 % interval (Clopper and Pearson). It is asked of jobs\n"
                   f"whose budget is {JOB_SECONDS} s.", HEAD,
                   rows + all_clears(by_name) + times(outcomes))
