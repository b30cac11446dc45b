#!/usr/bin/python3
"""Validates what the program writes: validate.py FORMAT FILE...

FORMAT is a schema of results/schema (result-v1, result-v2), event-v1 for lines,
openmetrics, or gbench. The interpreter is Debian's, which has Debian's packages.
"""
import json
import math
import pathlib
import re
import sys

SCHEMAS = pathlib.Path(__file__).resolve().parent.parent / "results" / "schema"


def strict(text):
    """JSON without NaN, and without a key that is there twice."""

    def once(pairs):
        keys = [key for key, _ in pairs]
        if len(keys) != len(set(keys)):
            raise ValueError(f"a key is there twice: {keys}")
        return dict(pairs)

    def no_constant(word):
        raise ValueError(f"not JSON: {word}")

    return json.loads(text, object_pairs_hook=once, parse_constant=no_constant)


def validator(name):
    import jsonschema

    schema = strict((SCHEMAS / f"{name}.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def check_schema(schema, documents):
    for document in documents:
        for error in schema.iter_errors(document):
            raise ValueError(f"{error.json_path}: {error.message[:300]}")


# How the trials became one value; a wrong word here is believed by everybody who sees the graph.
NO_MEDIANS = {
    "ipcbench_rtt_min_seconds": "shortest round trip of all trials",
    "ipcbench_rtt_max_seconds": "longest round trip of all trials",
    "ipcbench_syscalls_per_message": "counted once",
    "ipcbench_rtt_p50_to_best_ratio": "rounds that both count in",
    "ipcbench_throughput_to_best_ratio": "rounds that both count in",
}
UNITS = ("seconds", "bytes_per_second", "per_second", "ratio", "")


def check_family(family):
    """The parser has checked the name, that it ends in the unit, and the escapes."""
    assert family.documentation and family.documentation.endswith("."), family
    if family.type == "info" or family.name.startswith("ipcbench_cell_"):
        return
    assert family.type == "gauge" and family.unit in UNITS, family
    if family.name in NO_MEDIANS:
        assert NO_MEDIANS[family.name] in family.documentation, family
    elif "_ci95_" in family.name:
        of = re.sub("_ci95_(low|high)", "", family.name)
        assert f"interval of {of}." in family.documentation, family
    else:
        assert family.documentation.endswith("median over the trials."), family


def check_openmetrics(text):
    from prometheus_client.openmetrics import parser

    families = list(parser.text_string_to_metric_families(text))
    assert len(families) > 3, "hardly a metric"
    seen = set()
    for family in families:
        check_family(family)
        for sample in family.samples:
            assert math.isfinite(sample.value), sample
            key = (sample.name, tuple(sorted(sample.labels.items())))
            assert key not in seen, key
            seen.add(key)
            if family.name not in ("ipcbench_run", "ipcbench_cell_measured"):
                wanted = {"pattern", "mechanism", "size_bytes", "placement", "regime"}
                assert set(sample.labels) == wanted, sample


def check_gbench(text):
    report = strict(text)
    assert report["context"]["date"] and report["context"]["num_cpus"] >= 0
    runs = {}
    for run in report["benchmarks"]:
        for key in ("name", "run_name", "threads", "repetitions", "iterations", "time_unit"):
            assert key in run, (key, run)
        assert isinstance(run["real_time"], (int, float)), run
        assert isinstance(run["cpu_time"], (int, float)), run
        if run["run_type"] == "aggregate":
            name = run["aggregate_name"]
            assert name in ("mean", "median", "stddev", "cv"), run
            assert run["name"] == f"{run['run_name']}_{name}", run
        elif "error_occurred" in run:
            assert run["error_message"], run
        else:
            assert run["real_time"] > 0 and run["iterations"] > 0, run
            runs.setdefault(run["run_name"], []).append(run["repetition_index"])
    for indices in runs.values():
        assert indices == list(range(len(indices))), indices


def check(kind, path):
    text = pathlib.Path(path).read_text(encoding="utf-8", errors="strict")
    if kind == "openmetrics":
        check_openmetrics(text)
    elif kind == "gbench":
        check_gbench(text)
    elif kind.startswith("event"):
        check_schema(validator(kind), [strict(line) for line in text.splitlines()])
    else:
        check_schema(validator(kind), [strict(text)])


def main():
    kind, *paths = sys.argv[1:]
    for path in paths:
        try:
            check(kind, path)
        except (ValueError, AssertionError, KeyError) as error:
            sys.exit(f"{path}: {type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
