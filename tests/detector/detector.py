#!/usr/bin/python3
"""A benchmark of the detector: how often a duel cries wolf, and what it finds.

    detector.py measure FOLDER SCENARIO... [--jobs N] [--budget 90s] [-- DUEL OPTIONS]
    detector.py table FOLDER [--out FILE]
    detector.py all FOLDER [--jobs N] [--budget 90s] [-- DUEL OPTIONS]

`measure` runs duels and keeps what they recorded, a folder a scenario; stopped, it goes on where it
was. `table` judges what was recorded, by the duels' own verdicts and by the rules of others on the
same slices, and writes tables in Markdown. `all` measures every scenario, and writes
FOLDER/tables.md."""
import argparse
import re
import signal
import sys
from pathlib import Path

sys.dont_write_bytecode = True  # the folder is the source's

import compare_py
import measure
import outcomes
import records
import scenarios
import tables
from scenarios import BadInput


def seconds(text):
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(s|m|min)?", text)
    value = float(match[1]) * (60 if match[2] in ("m", "min") else 1) if match else 0
    if value <= 0:
        raise argparse.ArgumentTypeError(f"{text}: no time, such as 90s")
    return value


def number_of_jobs(text):
    if not re.fullmatch(r"[1-9]\d{0,2}", text):
        raise argparse.ArgumentTypeError(f"{text}: no number from 1 to 999")
    return int(text)


class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise BadInput(message)


def scenario_list():
    width = max(map(len, scenarios.SCENARIOS)) + 2
    lines = [f"  {one.name:{width}}{one.summary} ({one.jobs} jobs)"
             for one in scenarios.SCENARIOS.values()]
    return "Scenarios:\n" + "\n".join(lines)


def parser():
    whole = Parser(prog="detector.py", description=__doc__,
                   formatter_class=argparse.RawDescriptionHelpFormatter,
                   epilog=scenario_list() + "\n\nIPCBENCH and IPCBENCH_SLOWED name the programs; otherwise "
                   "build/test has them.")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, help_ in (("measure", "run the jobs of some scenarios"), ("all", "run all, and judge")):
        one = commands.add_parser(name, help=help_)
        one.add_argument("folder", type=Path, metavar="FOLDER")
        if name == "measure":
            one.add_argument("scenarios", nargs="+", metavar="SCENARIO")
        one.add_argument("--jobs", type=number_of_jobs, help="of each scenario, instead of its own")
        one.add_argument("--budget", type=seconds, default=90.0, help="of a job (90s)")
    one = commands.add_parser("table", help="judge what was recorded")
    one.add_argument("folder", type=Path, metavar="FOLDER")
    one.add_argument("--out", type=Path, metavar="FILE", help="instead of standard output")
    return whole


def split_at_dashes(words):
    """What follows the first `--` is the duel's."""
    if "--" not in words:
        return words, []
    at = words.index("--")
    return words[:at], words[at + 1:]


def write_tables(folder, out):
    recorded = records.read(folder)
    compare_py.require()
    print(f"judging {sum(len(one.files) for one in recorded)} jobs", file=sys.stderr)
    text = tables.document([outcomes.outcome_of(one) for one in recorded])
    if out is None:
        print(text, end="")
        return
    part = out.with_name(out.name + ".part")
    part.write_text(text)
    part.rename(out)


def run(words):
    ours, duel_options = split_at_dashes(words)
    options = parser().parse_args(ours)
    if options.command == "table":
        return write_tables(options.folder, options.out)
    if options.command == "all":
        compare_py.require()
    scenarios.check_duel_options(duel_options)
    names = options.scenarios if options.command == "measure" else list(scenarios.SCENARIOS)
    wanted = [scenarios.find(name) for name in dict.fromkeys(names)]
    measure.measure(options.folder, wanted, options.jobs, options.budget, duel_options)
    if options.command == "all":
        write_tables(options.folder, options.folder / "tables.md")


def end(number, _):
    # A second one must not stop the first from tidying up.
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    sys.exit(128 + number)


def main():
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, end)
    try:
        run(sys.argv[1:])
    except (BadInput, OSError) as problem:
        print(f"detector.py: {problem}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
