#!/usr/bin/python3
"""Validates reports of comparisons as their readers do: validate_reports.py FORMAT FILE...

FORMAT is junit (python3-junitparser), markdown (cmark-gfm, GitHub's own), openmetrics
(python3-prometheus-client), svg (an XML parser), or by their documentation: bencher,
action-benchmark, benchstat, csv.
"""
import csv
import io
import math
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as xml

from validate import strict

VERDICTS = {"regression", "improvement", "equivalent", "clear", "inconclusive", "error", "skipped"}


def check_junit(path):
    import junitparser

    xml.parse(path)  # well-formed
    report = junitparser.JUnitXml.fromfile(path)
    sums = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    kinds = {
        "failures": junitparser.Failure,
        "errors": junitparser.Error,
        "skipped": junitparser.Skipped,
    }
    assert isinstance(report, junitparser.JUnitXml), type(report)
    for suite in report:
        cases = list(suite)
        assert suite.name and cases, suite
        assert suite.tests == len(cases), suite.name
        sums["tests"] += len(cases)
        for attribute, kind in kinds.items():
            found = [r for case in cases for r in case.result if isinstance(r, kind)]
            assert getattr(suite, attribute) == len(found), (suite.name, attribute)
            assert all(result.message for result in found), suite.name
            sums[attribute] += len(found)
        for case in cases:
            assert case.name and case.classname and len(case.result) <= 1, case.name
    for attribute, count in sums.items():
        assert getattr(report, attribute) == count, (attribute, count)
    assert sums["tests"] > 0, "nothing was compared, and that passes"


def check_markdown(path):
    text = pathlib.Path(path).read_text(encoding="utf-8", errors="strict")
    assert len(text) < 65_536, len(text)
    extensions = ["table", "autolink", "strikethrough", "tagfilter"]
    command = ["cmark-gfm", "-t", "xml", *(w for e in extensions for w in ("-e", e)), path]
    tree = xml.fromstring(subprocess.run(command, check=True, capture_output=True).stdout)
    space = "{http://commonmark.org/xml/1.0}"
    for forbidden in ("link", "image", "code", "code_block", "html_inline", "strikethrough", "emph"):
        assert not list(tree.iter(space + forbidden)), forbidden
    for block in tree.iter(space + "html_block"):
        for tag in re.findall("<[^>]*>", block.text):
            assert tag in ("<details>", "</details>", "<summary>", "</summary>"), tag
    rows = 0
    for row in tree.iter(space + "table_row"):
        cells = ["".join(cell.itertext()).strip() for cell in row.iter(space + "table_cell")]
        assert len(cells) == 9 and cells[0] and cells[1], cells
        assert re.split(r"[,:\s]", cells[8])[0] in VERDICTS, cells
        rows += 1
    # A row that a name had torn apart would be text.
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    heads = sum(line.startswith("| cell | ") for line in lines)
    assert rows == len(lines) - heads, (rows, len(lines), heads)
    for line in lines:
        assert len(re.findall(r"(?<!\\)\|", line)) == 10, line
    for node in tree.iter(space + "text"):
        assert not re.search(r"[@#]\w|\w:/|www\.", node.text or ""), node.text


def check_openmetrics(path):
    from prometheus_client.openmetrics import parser

    text = pathlib.Path(path).read_text(encoding="utf-8", errors="strict")
    seen = set()
    for family in parser.text_string_to_metric_families(text):
        for sample in family.samples:
            key = (sample.name, tuple(sorted(sample.labels.items())))
            assert math.isfinite(sample.value) and key not in seen, sample
            seen.add(key)
    assert len(seen) > 5, seen


def check_bencher(path):
    for name, measures in strict(pathlib.Path(path).read_text(encoding="utf-8")).items():
        assert 0 < len(name) <= 1024 and measures, name
        for measure, metric in measures.items():
            assert 0 < len(measure) <= 64, measure
            assert "value" in metric, metric
            assert set(metric) <= {"value", "lower_value", "upper_value"}, metric
            assert all(type(value) in (int, float) for value in metric.values()), metric
            low, high = (metric.get(k, metric["value"]) for k in ("lower_value", "upper_value"))
            assert low <= metric["value"] <= high, metric


def check_action_benchmark(path):
    """Its README: an array of name, unit, value, and optionally range and extra. It reads a range
    by an expression of its own, which is this one."""
    entries = strict(pathlib.Path(path).read_text(encoding="utf-8"))
    assert isinstance(entries, list)
    for entry in entries:
        assert {"name", "unit", "value"} <= set(entry), entry
        assert set(entry) <= {"name", "unit", "value", "range", "extra"}, entry
        assert type(entry["value"]) in (int, float), entry
        assert all(type(v) is str for k, v in entry.items() if k != "value"), entry
        if "range" in entry:
            float(re.match(r"(?:\+-|±)\s*(\d.+)", entry["range"]).group(1))


def check_benchstat(path):
    """Go's proposal 14313: configuration lines, result lines, and nothing that is neither."""
    text = pathlib.Path(path).read_text(encoding="utf-8", errors="strict")
    for line in text.split("\n"):
        if not line or line.startswith("#"):
            continue
        if not line.startswith("Benchmark"):
            key, colon, _ = line.partition(":")
            assert colon and re.fullmatch(r"[a-z][^\sA-Z]*", key), line
            continue
        fields = line.split()
        assert len(fields) >= 4 and len(fields) % 2 == 0, line
        assert re.match("Benchmark[A-Z]", fields[0]), line
        assert not re.search(r"-\d+$", fields[0]), "its end would be a number of threads"
        assert int(fields[1]) > 0, line
        units = fields[3::2]
        assert len(units) == len(set(units)), line
        assert set(units) <= {"ns/op", "p99-ns/op", "MB/s"}, line
        assert all(math.isfinite(float(value)) for value in fields[2::2]), line


def check_csv(path):
    text = pathlib.Path(path).read_bytes().decode("utf-8", errors="strict")
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert len(set(header)) == len(header)
    for row in rows:
        assert len(row) == len(header), row
        fields = dict(zip(header, row))
        assert fields["verdict"] in VERDICTS, row
        for name in ("a", "b", "change", "ci_low", "ci_high", "p", "delta", "detectable"):
            assert fields[name] == "" or math.isfinite(float(fields[name])), row


def check_svg(path):
    root = xml.parse(path).getroot()
    names = [element.tag.rpartition("}")[2] for element in root.iter()]
    assert names[0] == "svg" and "script" not in names, names
    # The title and description of the whole, by which it is read aloud.
    texts = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    assert all(texts[name] for name in root.get("aria-labelledby").split()), texts
    for element in root.iter():
        assert not any(name.startswith("on") for name in element.keys()), element.attrib


def main():
    kind, *paths = sys.argv[1:]
    check = globals()["check_" + kind.replace("-", "_")]
    for path in paths:
        try:
            check(path)
        except (ValueError, AssertionError, KeyError, TypeError, AttributeError, xml.ParseError) as error:
            sys.exit(f"{path}: {type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
