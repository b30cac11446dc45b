"""What the jobs of a scenario recorded, and their slices as others would have had them."""
import json
from dataclasses import dataclass

import scenarios
from scenarios import BadInput

MOST_REPETITIONS = 10
FEWEST_REPETITIONS = 9  # compare.py calls a result of fewer unreliable


@dataclass(frozen=True)
class Slices:
    """Of a cell: what a message, or a round trip's median, took in each slice."""

    pattern: str
    a: list  # one list of slices for each round of the screening
    b: list

    @property
    def first_a(self):
        """A's slices of the first half: as if A had been measured first,"""
        return flat(self.a[:len(self.a) // 2])

    @property
    def then_b(self):
        """and B's of the second half: then B."""
        return flat(self.b[(len(self.b) + 1) // 2:])

    @property
    def enough(self):
        """Whether the others could judge it."""
        return min(len(self.first_a), len(self.then_b)) >= FEWEST_REPETITIONS


def flat(lists):
    return [value for each in lists for value in each]


def cost(figures, pattern):
    """What a duel judges: a round trip's median, a stream's time a message."""
    if pattern == "round_trip":
        return figures["p50_ns"]
    return figures["elapsed_ns"] / max(figures["received"], 1)


def slices(cell):
    """All of the screening, also those that a duel leaves out because the CPUs' distance changed:
    the other rules know nothing of that. Not the confirmation, which only some cells have."""
    rounds = [one for one in cell["rounds"] if one["phase"] == "screening" and one["pairs"]]
    sides = ([[cost(pair[arm], cell["pattern"]) for pair in one["pairs"]] for one in rounds]
             for arm in "ab")
    return Slices(cell["pattern"], *sides)


@dataclass
class Job:
    verdict: str
    elapsed_s: float
    screening_s: float
    cells: list
    mechanisms: list
    control: dict | None
    note: dict
    environment: dict

    @property
    def measured(self):
        return [cell for cell in self.cells if cell["rounds"]]

    @property
    def confirming_share(self):
        return 1 - self.screening_s / self.elapsed_s if self.elapsed_s else 0

    @property
    def loaded_share(self):
        hogged = sum(until - since for since, until, _ in self.note["hogs"])
        return hogged / self.note["wall_s"]


@dataclass
class Recorded:
    """A scenario and the notes of its jobs."""

    scenario: scenarios.Scenario
    description: dict
    files: list


def read_job(note):
    file = note.with_suffix(".json")
    try:
        job = json.loads(file.read_text())
        return Job(job["verdict"], job["elapsed_s"], job["screening_s"], job["cells"], job["mechanisms"],
                   job["control"], json.loads(note.read_text()), job["environment"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{file}: {type(error).__name__}: {error}") from error


def read(folder):
    """All scenarios of a folder that have a job, in the order in which they are explained."""
    found = {}
    for file in sorted(folder.glob("*/scenario.json")):
        description = scenarios.read_description(file.parent)
        notes = sorted(file.parent.glob("*" + scenarios.JOB))
        if notes:
            found[description["scenario"]] = Recorded(
                scenarios.SCENARIOS[description["scenario"]], description, notes)
    if not found:
        raise BadInput(f"{folder}: no jobs of any scenario; measure some first")
    return [found[name] for name in scenarios.SCENARIOS if name in found]
