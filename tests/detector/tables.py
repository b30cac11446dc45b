"""Tables of what became of jobs, in Markdown."""
import statistics

import rules
from asked import asked
from markdown import section
from outcomes import DUEL
from shares import of_cells, of_jobs, percent

def what_is_planted(outcome, pattern, metric):
    """What is known before: elsewhere only that it is slower."""
    slowdown = outcome.scenario.slowdown or "none"
    if slowdown == "none":
        return "0"
    if metric == "syscalls":
        # A stream's sender and receiver make one each; a round trip is two messages.
        return ("+2" if pattern == "stream" else "+1") if slowdown == "syscall" else "0"
    return f"+{slowdown.removeprefix('loop:')} %" if slowdown.startswith("loop:") else "more"


def named(outcome):
    """With the budget of its jobs, for one that is longer shows more."""
    return f"{outcome.scenario.name}, {outcome.budget_s:g} s"


def middle_half(metric, values):
    if not values:
        return "none"
    scale, unit, digits = (1, "", 2) if metric == "syscalls" else (100, " %", 1)
    low, middle, high = quartiles([scale * value for value in values])
    return f"{middle:+.{digits}f}{unit} ({low:+.{digits}f} to {high:+.{digits}f})"


def quartiles(values):
    if len(values) == 1:
        return values * 3
    return statistics.quantiles(values, n=4, method="inclusive")


def measured(outcomes):
    rows = [[one.scenario.name, f"{one.budget_s:g} s", str(one.jobs),
             f"{statistics.median(one.cells_a_job):.0f}",
             f"{percent(statistics.fmean(one.loaded))} %", str(one.verdicts["inconclusive"]),
             f"{one.verdicts['error']} / {one.failed_cells}"] for one in outcomes]
    return section(
        "What was measured",
        "Of the time, the part in which a hog ran; jobs that ended without a verdict; jobs and\n"
        "cells that failed.",
        ["scenario", "budget", "jobs", "cells a job", "loaded", "inconclusive", "failed jobs / cells"], rows)


def by_rules(title, text, outcomes, jobs_or_cells, where="by_rule"):
    rows = []
    for name in (DUEL, *rules.NAMES):
        tallies = [getattr(one, where)[name] for one in outcomes]
        rows.append([name, *(of_jobs(tally.jobs_found, tally.jobs) if jobs_or_cells == "jobs" else
                             of_cells(tally.cells_found, tally.cells) for tally in tallies)])
    head = ["rule", *map(named, outcomes)]
    return section(title, text, head, rows if outcomes else [])


def power(outcomes):
    rows = []
    for one in outcomes:
        for (pattern, metric), tally in one.by_metric.items():
            if metric == "syscalls" and one.scenario.slowdown != "syscall":
                continue
            rows.append([named(one), f"{pattern} {metric}",
                         of_jobs(one.verdicts["regression"], one.jobs),
                         of_jobs(tally.jobs_found, tally.jobs),
                         of_cells(tally.cells_found, tally.cells),
                         what_is_planted(one, pattern, metric),
                         middle_half(metric, tally.estimates)])
    return section(
        "Something is slower: what the duel finds",
        "Every cell is slowed, or with `one:` those of one mechanism, and then the others are not counted\n"
        "here. A job that finds it in one of them fails, as it should; how many of the cells it finds it\n"
        "in is the harder question. Estimates are of all such cells, found or not: their median, and in\n"
        "brackets their middle half.",
        ["scenario", "metric", "jobs: regression", "jobs: in this metric", "cells", "planted",
         "estimated"], rows)


def cell_by_cell(slowed):
    """What the loop of 10 % makes of each cell is its own, in streams above all."""
    names = list(dict.fromkeys(name for one in slowed for name in one.by_cell))
    rows = []
    for name in names:
        row = [name]
        for one in slowed:
            tally = one.by_cell.get(name)
            row.append("none" if tally is None or not tally.estimates else
                       f"{100 * statistics.median(tally.estimates):+.1f} %: "
                       f"{tally.jobs_found} of {tally.jobs}")
        rows.append(row)
    return section("Something is slower: cell by cell",
                   "The median estimate of all jobs, and the number of jobs in which the duel found it.",
                   ["cell", *map(named, slowed)], rows)


def times(outcomes):
    rows = [[one.scenario.name, f"{one.budget_s:g} s", f"{statistics.median(one.elapsed_s):.1f} s",
             f"{max(one.elapsed_s):.1f} s", f"{percent(statistics.median(one.confirming))} %",
             f"{percent(max(one.confirming))} %"] for one in outcomes]
    return section(
        "Time",
        "A job's length, from before its program is started until after it has ended, and how much of it\n"
        "was confirmation.",
        ["scenario", "budget", "median", "longest", "confirmation, median", "most"], rows)


def header(outcomes):
    programs = sorted({facts["commit"] for one in outcomes
                       for facts in one.description["programs"].values()})
    environment = outcomes[0].environment
    budgets = sorted({f"{one.description['budget_s']:g} s" for one in outcomes})
    options = sorted({" ".join(one.description["duel_options"]) for one in outcomes} - {""})
    return ("# The detector, measured\n\n"
            "Written by `tests/detector/detector.py table`; how, and what the words mean:\n"
            "[detector.md](detector.md).\n\n"
            f"Program: commit {', '.join(programs)}, {environment.get('compiler', 'unknown')}, "
            f"{environment.get('build_type', 'unknown')}. Machine: {environment.get('cpu', 'unknown')}, "
            f"{environment.get('cpus_online', '?')} CPUs, Linux {environment.get('kernel', '?').split()[0]}.\n"
            f"A job: budget {', '.join(budgets)}"
            + (f"; options of some or all: {'; '.join(f'`{each}`' for each in options)}" if options else "")
            + ".\n")


def document(outcomes):
    same = [one for one in outcomes if one.scenario.identical]
    slowed = [one for one in outcomes if not one.scenario.identical]
    one_slowed = [one for one in slowed if one.scenario.only]
    parts = [
        header(outcomes),
        asked(outcomes),
        measured(outcomes),
        by_rules("Nothing is slower: jobs with a false regression",
                 "All rules had the same slices. Those of others judge the cells that have nine slices or more for\n"
                 "each side, and the jobs that have such a cell.", same, "jobs"),
        by_rules("Nothing is slower: cells that were called slower", "Of all jobs.", same, "cells"),
        power(slowed),
        by_rules("Something is slower: jobs in which each rule finds it",
                 "In one slowed cell or more.", slowed, "jobs"),
        by_rules("Something is slower: cells in which each rule finds it",
                 "Of the slowed cells of all jobs.", slowed, "cells"),
        by_rules("One mechanism is slower: jobs with a false regression in another",
                 "In one cell or more that is not slowed.", one_slowed, "jobs", "elsewhere_by_rule"),
        by_rules("One mechanism is slower: other cells that were called slower", "Of all jobs.",
                 one_slowed, "cells", "elsewhere_by_rule"),
        cell_by_cell(slowed),
        times(outcomes),
    ]
    return "\n".join(part for part in parts if part)
