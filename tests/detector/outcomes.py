"""What became of jobs: by the duel's own verdicts and by the rules of others."""
import os
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import records
import rules

DUEL = "ipcbench duel"


@dataclass
class Tally:
    """Of something that is found in jobs and in cells."""

    jobs: int = 0
    jobs_found: int = 0
    cells: int = 0
    cells_found: int = 0
    estimates: list = field(default_factory=list)

    def add(self, found_in_job, found_in_cells, estimates=()):
        self.jobs += 1
        self.jobs_found += bool(found_in_job)
        self.cells += len(found_in_cells)
        self.cells_found += sum(map(bool, found_in_cells))
        self.estimates += estimates


@dataclass
class Outcome:
    """Of all jobs of a scenario."""

    scenario: object
    description: dict
    environment: dict = field(default_factory=dict)
    verdicts: Counter = field(default_factory=Counter)
    cells_a_job: list = field(default_factory=list)
    failed_cells: int = 0
    elapsed_s: list = field(default_factory=list)
    confirming: list = field(default_factory=list)
    loaded: list = field(default_factory=list)
    by_rule: dict = field(default_factory=lambda: defaultdict(Tally))
    # In cells that are not slowed, where another mechanism is.
    elsewhere_by_rule: dict = field(default_factory=lambda: defaultdict(Tally))
    by_metric: dict = field(default_factory=lambda: defaultdict(Tally))
    by_cell: dict = field(default_factory=lambda: defaultdict(Tally))

    @property
    def jobs(self):
        return self.verdicts.total()

    @property
    def budget_s(self):
        return self.description["budget_s"]

    def is_meant(self, mechanism):
        """Whether a regression of it says of the scenario what it asks: all of them, or the one."""
        return self.scenario.identical or self.scenario.slows(mechanism)

    def add(self, job, judged):
        self.environment = self.environment or job.environment
        self.verdicts[job.verdict] += 1
        self.cells_a_job.append(len(job.measured))
        self.failed_cells += sum(cell["verdict"] == "error" for cell in job.cells)
        self.elapsed_s.append(job.note["wall_s"])
        self.confirming.append(job.confirming_share)
        self.loaded.append(job.loaded_share)
        self.add_rules(job, judged)
        for pattern, metric in (("round_trip", "rtt_p50"), ("stream", "throughput"),
                                ("round_trip", "syscalls"), ("stream", "syscalls")):
            self.add_metric(job, pattern, metric)
        for cell in job.measured:
            self.add_cell(cell)

    def add_rules(self, job, judged):
        """`judged` is by cell, of those that the others could judge."""
        if self.scenario.only is None:
            self.by_rule[DUEL].add(job.verdict == "regression",
                                   [cell["verdict"] == "regression" for cell in job.measured])
            for name, slower in judged.items():
                self.by_rule[name].add(any(slower), slower)
            return
        enough = [self.is_meant(cell["mechanism"]) for cell in job.measured
                  if records.slices(cell).enough]
        for meant, tallies in ((True, self.by_rule), (False, self.elsewhere_by_rule)):
            cells = [cell["verdict"] == "regression" for cell in job.measured
                     if self.is_meant(cell["mechanism"]) == meant]
            over_sizes = [is_regression(one["finding"]) for one in job.mechanisms
                          if self.is_meant(mechanism_of_row(one["mechanism"])) == meant]
            tallies[DUEL].add(any([*cells, *over_sizes]), cells)
            for name, slower in judged.items():
                chosen = [each for each, is_meant in zip(slower, enough) if is_meant == meant]
                if chosen:
                    tallies[name].add(any(chosen), chosen)

    def add_cell(self, cell):
        metric = "rtt_p50" if cell["pattern"] == "round_trip" else "throughput"
        finding = judged(cell, metric)
        value = estimate(finding)
        self.by_cell[name_of(cell)].add(is_regression(finding), [is_regression(finding)],
                                        [] if value is None else [value])

    def add_metric(self, job, pattern, metric):
        """A cell for which there is no verdict is one in which nothing was found."""
        cells = [cell for cell in job.measured
                 if cell["pattern"] == pattern and self.is_meant(cell["mechanism"])]
        if not cells:
            return
        own = [judged(cell, metric) for cell in cells]
        of_sizes = [one["finding"] for one in job.mechanisms
                    if one["pattern"] == pattern and one["finding"]["metric"] == metric
                    and self.is_meant(mechanism_of_row(one["mechanism"]))]
        self.by_metric[pattern, metric].add(
            any(map(is_regression, [*own, *of_sizes])), list(map(is_regression, own)),
            [value for value in map(estimate, own) if value is not None])


def judged(cell, metric):
    return next((one for one in cell["findings"] if one["metric"] == metric and one["judged"]), None)


def is_regression(finding):
    return finding is not None and finding["verdict"] == "regression"


def mechanism_of_row(row):
    """Without its settings."""
    return row.partition("[")[0]


def name_of(cell):
    settings = ",".join(f"{name}={value}" for name, value in cell["settings"].items())
    row = cell["mechanism"] + (f"[{settings}]" if settings else "")
    return f"{cell['pattern']}/{row}/{cell['size_bytes']}/{cell['placement']}"


def estimate(finding):
    """A share more; of system calls the number, for some mechanisms have none."""
    if finding is None:
        return None
    if finding["metric"] == "syscalls":
        known = finding["a"] is not None and finding["b"] is not None
        return finding["b"] - finding["a"] if known else None
    return finding["change"]["value"] if finding["change"] else None


def judged_by_others(job):
    cells = [each for each in map(records.slices, job.measured) if each.enough]
    return rules.judge(cells) if cells else {}


def read_and_judge(note):
    job = records.read_job(note)
    return job, judged_by_others(job)


def outcome_of(recorded):
    outcome = Outcome(recorded.scenario, recorded.description)
    # The waiting is for compare.py, a program.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        batch = 2 * os.cpu_count()
        for start in range(0, len(recorded.files), batch):
            for job, judged in pool.map(read_and_judge, recorded.files[start:start + batch]):
                outcome.add(job, judged)
    return outcome
