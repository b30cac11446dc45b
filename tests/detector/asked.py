"""What is asked of the detector, and whether the jobs show it."""
import statistics

from markdown import section
from shares import of_cells, of_jobs, percent

# scenario, pattern, metric, the share of jobs that is asked for
ASKED = (
    ("loop:5", "round_trip", "rtt_p50", 0.95),
    ("loop:3", "round_trip", "rtt_p50", 0.90),
    ("loop:10", "stream", "throughput", 0.90),
    ("syscall", "round_trip", "syscalls", 1.0),
    ("syscall", "stream", "syscalls", 1.0),
)
JOB_SECONDS = 90


def verdict_on(met):
    return "yes" if met else "**no**"


def in_cells_that_are(outcome, slower):
    """A loop in a stream changes when its ends wait for each other: what it costs is measured."""
    tallies = [tally for name, tally in outcome.by_cell.items() if name.startswith("stream/")
               and tally.estimates and statistics.median(tally.estimates) >= slower]
    found = of_cells(sum(one.cells_found for one in tallies), sum(one.cells for one in tallies))
    return f"; in streams that are {percent(slower)} % slower in the median of all jobs: {found}"


def asked(outcomes):
    """What a release must show."""
    by_name = {one.scenario.name: one for one in outcomes}
    rows = []
    for name, jobs, allowed in (("aa", 60, 1), ("hog-first", 20, 0), ("hog-second", 20, 0)):
        if one := by_name.get(name):
            false = one.verdicts["regression"]
            enough = "" if one.jobs >= jobs else f", and {jobs} jobs are asked for"
            rows.append([f"{name}: false regressions", f"at most {allowed} of {jobs} jobs" if allowed else f"none of {jobs} jobs",
                         of_jobs(false, one.jobs) + enough, "",
                         verdict_on(false <= allowed and not enough)])
    for base, pattern, metric, share in ASKED:
        for name in (base, f"{base}+load"):
            if (one := by_name.get(name)) and (pattern, metric) in one.by_metric:
                tally = one.by_metric[pattern, metric]
                rows.append([f"{name}: {pattern} {metric}", f"{percent(share)} % of jobs",
                             of_jobs(tally.jobs_found, tally.jobs),
                             of_cells(tally.cells_found, tally.cells)
                             + (in_cells_that_are(one, 0.10) if metric == "throughput" else ""),
                             verdict_on(tally.jobs_found >= share * tally.jobs)])
    longest = max(max(one.elapsed_s) for one in outcomes)
    confirming = max(max(one.confirming) for one in outcomes)
    rows.append(["the longest job", f"{JOB_SECONDS} s", f"{longest:.1f} s", "",
                 verdict_on(longest <= JOB_SECONDS)])
    rows.append(["the most confirmation", "half of a job", f"{percent(confirming)} %", "",
                 verdict_on(confirming <= 0.5)])
    return section("What is asked, and what was measured",
                   "Shares of jobs with their exact 95 % interval (Clopper and Pearson).",
                   ["what", "asked", "measured: jobs", "cells", "met"], rows)
