#!/usr/bin/python3
"""A benchmark of the detector: how often a duel cries wolf, and what it finds.

    tests/detector/detector.py measure SCENARIO JOBS FOLDER [DUEL OPTIONS...]
    tests/detector/detector.py table FOLDER...

`measure` runs duels and keeps what they recorded; it can be stopped and goes on where it was.
Scenarios, each a folder of its own:

    aa          a program against a copy of itself, while load comes and goes
    quiet       the same without load
    hog-first   the same, a hog on every CPU during the first half of each duel
    hog-second  the same, during the second half
    syscall, copy, loop:3, loop:5, loop:10
                against the same program with a slowdown built in (target ipcbench_slowed), with load

`table` judges what was recorded: by the duels' own verdicts and, for identical programs, by the
rules that others use, on the same slices. IPCBENCH and IPCBENCH_SLOWED name the programs.
"""
import json
import math
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILD = HERE.parent.parent / "build" / "test"
PROGRAM = os.environ.get("IPCBENCH", str(BUILD / "ipcbench"))
SLOWED = os.environ.get("IPCBENCH_SLOWED", str(BUILD / "tests" / "ipcbench_slowed"))

# --- load ----------------------------------------------------------------------------------------


class Hogs:
    """Processes that do nothing but use the CPU."""

    def __init__(self, count):
        self.processes = [
            subprocess.Popen(["sh", "-c", "while :; do :; done"]) for _ in range(count)
        ]

    def end(self):
        for process in self.processes:
            process.kill()
            process.wait()


class Load(threading.Thread):
    """Comes and goes as on a shared runner: idle for some seconds, then one or two hogs for some."""

    def __init__(self, seed):
        super().__init__(daemon=True)
        self.random = random.Random(seed)
        self.over = threading.Event()

    def run(self):
        while not self.over.wait(self.random.expovariate(1 / 6)):
            hogs = Hogs(self.random.choice([1, 1, 2]))
            self.over.wait(self.random.uniform(0.5, 5))
            hogs.end()

    def end(self):
        self.over.set()
        self.join()


class HogBetween(threading.Thread):
    """A hog on every CPU from one moment to another, in seconds from now."""

    def __init__(self, begin, end):
        super().__init__(daemon=True)
        self.begin, self.stop = begin, end
        self.over = threading.Event()

    def run(self):
        if self.over.wait(self.begin):
            return
        hogs = Hogs(os.cpu_count())
        self.over.wait(self.stop - self.begin)
        hogs.end()

    def end(self):
        self.over.set()
        self.join()


# --- measuring -----------------------------------------------------------------------------------


def seconds_in(arguments):
    for option, value in zip(arguments, arguments[1:]):
        if option == "--budget":
            return float(value.rstrip("s"))
    return 90.0


def load_for(scenario, seed, budget):
    if scenario == "quiet":
        return None
    if scenario == "hog-first":
        return HogBetween(0, budget / 2)
    if scenario == "hog-second":
        return HogBetween(budget / 2, budget)
    return Load(seed)


def measure(scenario, jobs, folder, arguments):
    folder.mkdir(parents=True, exist_ok=True)
    identical = scenario in ("aa", "quiet", "hog-first", "hog-second")
    with tempfile.TemporaryDirectory() as scratch:
        a = Path(scratch) / "a"
        b = Path(scratch) / "b"
        shutil.copy(PROGRAM, a)
        shutil.copy(PROGRAM if identical else SLOWED, b)
        for job in range(jobs):
            out = folder / f"{job:03}.json"
            if out.exists():
                continue
            load = load_for(scenario, job, seconds_in(arguments))
            if load:
                load.start()
            command = [PROGRAM, "duel", "--quiet", "--seed", str(job), "--out", str(out), *arguments]
            if not identical:
                command += ["--arm-b", f"IPCBENCH_SLOWDOWN={scenario}"]
            began = time.monotonic()
            code = subprocess.run([*command, str(a), str(b)], check=False).returncode
            if load:
                load.end()
            print(f"{scenario} {job + 1}/{jobs}: exit {code}, {time.monotonic() - began:.1f} s",
                  flush=True)
            if code == 2 and not out.exists():
                sys.exit(2)


# --- judging -------------------------------------------------------------------------------------


def cost(slice_, pattern):
    if pattern == "round_trip":
        return slice_["p50_ns"]
    return slice_["elapsed_ns"] / max(slice_["received"], 1)


def slices(cell, arm):
    return [
        cost(pair[arm], cell["pattern"])
        for each in cell["rounds"]
        if each["phase"] == "screening"
        for pair in each["pairs"]
    ]


def blocks(cell):
    """As if A had run first and B then: A's slices of the first half, B's of the second."""
    a, b = slices(cell, "a"), slices(cell, "b")
    half = len(a) // 2
    return a[:half], b[half:]


def spread_over(values, count):
    return [values[i * len(values) // count] for i in range(count)] if len(values) >= count else values


def mann_whitney(a, b, alternative="two-sided"):
    from scipy.stats import mannwhitneyu

    return mannwhitneyu(a, b, alternative=alternative).pvalue


def rule_compare_py(a, b):
    """Google Benchmark's compare.py --alpha=0.05 with 10 repetitions: a U-test, any difference."""
    return mann_whitney(spread_over(a, 10), spread_over(b, 10)) < 0.05 and (
        statistics.median(b) > statistics.median(a)
    )


def rule_ratio(a, b):
    """The last run against this one, a tenth more is a regression."""
    return b[len(b) // 2] > 1.10 * a[len(a) // 2]


def rule_mann_whitney(a, b):
    return mann_whitney(a, b, "less") < 0.05


RULES = {
    "compare.py (U-test of 10 repetitions), A then B": (rule_compare_py, True),
    "one figure each, 1.10 times, A then B": (rule_ratio, True),
    "Mann-Whitney a cell, all slices, A then B": (rule_mann_whitney, True),
    "Mann-Whitney a cell, all slices, interleaved": (rule_mann_whitney, False),
}


def share(part, whole):
    return f"{part} of {whole} ({100 * part / max(whole, 1):.0f} %)"


def read(folder):
    for file in sorted(folder.glob("*.json")):
        yield json.loads(file.read_text())


def main_finding(cell):
    return cell["findings"][0] if cell["findings"] else None


def table(folder):
    jobs = list(read(folder))
    if not jobs:
        return
    cells = [cell for job in jobs for cell in job["cells"] if cell["rounds"]]
    with_regression = sum(job["verdict"] == "regression" for job in jobs)
    print(f"\n## {folder.name}: {len(jobs)} jobs, {len(cells) / len(jobs):.0f} cells each, "
          f"{statistics.median(job['elapsed_s'] for job in jobs):.0f} s (median), "
          f"{max(job['elapsed_s'] for job in jobs):.0f} s at most\n")
    print(f"* duel: a regression in {share(with_regression, len(jobs))} of the jobs; "
          f"inconclusive: {sum(job['verdict'] == 'inconclusive' for job in jobs)}")
    if folder.name.split("-")[0] in ("aa", "quiet", "hog"):
        for name, (rule, in_blocks) in RULES.items():
            alarms = 0
            for job in jobs:
                measured = [cell for cell in job["cells"] if len(slices(cell, "a")) >= 12]
                pairs = [blocks(cell) if in_blocks else (slices(cell, "a"), slices(cell, "b"))
                         for cell in measured]
                alarms += any(rule(a, b) for a, b in pairs)
            print(f"* {name}: {share(alarms, len(jobs))}")
        return
    found = {}
    for cell in cells:
        for finding in cell["findings"]:
            if not finding["judged"] and finding["metric"] != "syscalls":
                continue
            key = (cell["pattern"], finding["metric"])
            hits, all_, changes = found.setdefault(key, [0, 0, []])
            found[key] = [hits + (finding["verdict"] == "regression"), all_ + 1, changes]
            if finding["change"]:
                changes.append(finding["change"]["value"])
    for (pattern, metric), (hits, all_, changes) in sorted(found.items()):
        seen = f"; estimates: median {100 * statistics.median(changes):+.1f} %" if changes else ""
        print(f"* {pattern} {metric}: a regression in {share(hits, all_)} of the cells{seen}")


def main():
    if len(sys.argv) >= 5 and sys.argv[1] == "measure":
        measure(sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]), sys.argv[5:])
    elif len(sys.argv) >= 3 and sys.argv[1] == "table":
        for folder in sys.argv[2:]:
            table(Path(folder))
    else:
        sys.exit(__doc__)


main()
