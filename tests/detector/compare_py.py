"""Google Benchmark's own compare.py, run as a program on what was recorded."""
import importlib.util
import json
import re
import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from records import MOST_REPETITIONS
from scenarios import BadInput

TOOL = Path("/usr/share/benchmark/compare.py")
PYTHON = "/usr/bin/python3"  # Debian's, which has Debian's packages

# A line for people: the name, then coloured figures.
RED = "\033[91m"
GREEN = "\033[32m"
ROW = re.compile(r"\033\[92m(?P<name>cell\d+)_(?P<kind>pvalue|median)\s*\033\[0m"
                 r"(?P<color>(?:\033\[\d+m)?)\s*(?P<value>\S+?)\033\[0m")


@dataclass(frozen=True)
class Said:
    """About a cell, in its column Time."""

    different: bool  # the U-test's p is printed in green: below alpha
    change: float  # B's median against A's
    marked: bool  # that is printed in red: more than +5 %


def require():
    missing = subprocess.run([PYTHON, "-c", "import scipy"], capture_output=True, check=False)
    if importlib.util.find_spec("scipy") is None or missing.returncode != 0 or not TOOL.exists():
        raise BadInput("the other rules need Debian's packages libbenchmark-tools and python3-scipy")


def repetitions(values):
    """Ten stretches of slices, or a slice each of nine, in the order they were measured. A
    repetition's time is the mean of its iterations, so here of its slices."""
    slices, count = len(values), min(MOST_REPETITIONS, len(values))
    return [statistics.fmean(values[i * slices // count:(i + 1) * slices // count])
            for i in range(count)]


def report(samples):
    """As a program of Google Benchmark writes it with --benchmark_repetitions=10."""
    rows = []
    for number, values in enumerate(samples):
        name = f"cell{number}"
        common = {"run_name": name, "family_index": number, "per_family_instance_index": 0,
                  "repetitions": len(values), "threads": 1, "time_unit": "ns"}
        for index, value in enumerate(values):
            rows.append({**common, "name": name, "run_type": "iteration", "repetition_index": index,
                         "iterations": 1, "real_time": value, "cpu_time": value})
        for kind in ("mean", "median"):
            value = getattr(statistics, kind)(values)
            rows.append({**common, "name": f"{name}_{kind}", "run_type": "aggregate",
                         "aggregate_name": kind, "iterations": len(values),
                         "real_time": value, "cpu_time": value})
    return {"context": {"library_build_type": "release"}, "benchmarks": rows}


def compare(samples_a, samples_b):
    """What it says about each cell."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for name, samples in (("a", samples_a), ("b", samples_b)):
            files.append(Path(folder) / f"{name}.json")
            files[-1].write_text(json.dumps(report(samples)))
        command = [PYTHON, "-B", str(TOOL), "--alpha=0.05", "benchmarks", *map(str, files)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise BadInput(f"compare.py: exit {result.returncode}: {result.stderr.strip()[-300:]}")
    return parse(result.stdout, len(samples_a))


def parse(printed, cells):
    rows = {(row["name"], row["kind"]): row for row in ROW.finditer(printed)}
    said = []
    for number in range(cells):
        p, median = (rows.get((f"cell{number}", kind)) for kind in ("pvalue", "median"))
        if p is None or median is None:
            raise BadInput(f"compare.py: said nothing of cell {number} that could be understood")
        said.append(Said(p["color"] == GREEN, float(median["value"]), median["color"] == RED))
    return said
