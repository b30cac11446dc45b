#!/usr/bin/python3
"""The benchmark of the detector is itself tested: its rules, its tables, its tidying up."""
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

sys.dont_write_bytecode = True

import compare_py
import made_up
import measure
import outcomes
import records
import rules
import scenarios
import shares
import tables
from scenarios import BadInput

SCRIPT = Path(__file__).resolve().parent / "detector.py"
SEQUENTIAL = (rules.COMPARE_ANY, rules.COMPARE_RED, rules.RATIO, rules.ALL_THEN)


def others_are_here():
    try:
        compare_py.require()
    except BadInput:
        return False
    return True


with_others = unittest.skipUnless(others_are_here(), "no libbenchmark-tools or python3-scipy")


def alarms(**cell):
    """The rules that call it slower."""
    judged = rules.judge([records.slices(made_up.cell(**cell))])
    return {name for name, (slower,) in judged.items() if slower}


class Rules(unittest.TestCase):
    @with_others
    def test_identical_data_alarms_nobody(self):
        for pattern in ("round_trip", "stream"):
            self.assertEqual(alarms(pattern=pattern), set())

    @with_others
    def test_a_large_change_is_found_by_all_rules(self):
        for pattern in ("round_trip", "stream"):
            self.assertEqual(alarms(pattern=pattern, change=0.15), set(rules.NAMES))

    @with_others
    def test_what_is_faster_alarms_nobody(self):
        self.assertEqual(alarms(change=-0.15), set())

    @with_others
    def test_a_drift_alarms_those_that_measure_a_then_b(self):
        self.assertEqual(alarms(drift=1.2), set(SEQUENTIAL))
        self.assertEqual(alarms(drift=0.8), set())

    @with_others
    def test_only_the_ratio_and_the_red_ask_how_much(self):
        self.assertEqual(alarms(change=0.04), set(rules.NAMES) - {rules.RATIO, rules.COMPARE_RED})
        self.assertEqual(alarms(change=0.08), set(rules.NAMES) - {rules.RATIO})

    @with_others
    def test_each_cell_is_judged_by_itself(self):
        cells = [records.slices(made_up.cell(change=change)) for change in (0, 0.2, 0)]
        for name, slower in rules.judge(cells).items():
            self.assertEqual(slower, [False, True, False], name)

    def test_the_halves_are_of_screening_alone(self):
        cell = records.slices(made_up.cell(confirmed=9, drift=2))
        self.assertEqual(len(cell.first_a), made_up.ROUNDS * made_up.PAIRS // 2)
        self.assertLess(max(cell.first_a), min(cell.then_b))

    def test_repetitions_are_stretches_in_order(self):
        self.assertEqual(compare_py.repetitions([*range(20)]), [i + 0.5 for i in range(0, 20, 2)])
        self.assertEqual(compare_py.repetitions([*range(9)]), [*range(9)])
        self.assertEqual(len(compare_py.repetitions([*range(13)])), 10)

    def test_what_compare_py_does_not_say_is_not_made_up(self):
        with self.assertRaises(BadInput):
            compare_py.parse("cell0_pvalue 0.0001 0.0001\n", 1)


class Shares(unittest.TestCase):
    def test_intervals_are_those_of_clopper_and_pearson(self):
        for (successes, trials), expected in {
            (0, 60): (0, 0.0596295), (1, 60): (0.00042187, 0.08939905), (20, 20): (0.8315665, 1),
            (500, 999): (0.4690323, 0.5319658),
        }.items():
            for got, wanted in zip(shares.interval(successes, trials), expected):
                self.assertAlmostEqual(got, wanted, places=6)

    def test_a_share_never_looks_better_than_it_is(self):
        self.assertEqual(shares.percent(0.999), "99.9")
        self.assertEqual(shares.percent(0.9499), "95.0")
        self.assertEqual(shares.of_jobs(0, 0), "none")


class Commands(unittest.TestCase):
    def test_one_mechanism_is_slowed_by_its_name(self):
        for name, wanted in {"quiet": None, "loop:5": "IPCBENCH_SLOWDOWN=loop:5",
                             "one:loop:5": "IPCBENCH_SLOWDOWN=loop:5 IPCBENCH_SLOWED_ONLY=pipe"}.items():
            description = scenarios.description(scenarios.find(name), 90.0, [], {})
            command = measure.duel_command(Path("programs"), description)
            given = command[command.index("--arm-b") + 1] if "--arm-b" in command else None
            self.assertEqual(given, wanted)


class Tables(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        # Its rules are tested above, and take their time.
        self.enterContext(mock.patch.object(rules, "judge", self.judge))

    @staticmethod
    def judge(cells):
        """Two rules: one that always cries, one that never does."""
        return {rules.COMPARE_ANY: [True] * len(cells), rules.RATIO: [False] * len(cells)}

    def document(self, folder=None):
        return tables.document([outcomes.outcome_of(one) for one in records.read(folder or self.folder)])

    def row(self, *words, folder=None):
        """The one line that begins with these cells."""
        start = "| " + " | ".join(words) + " |"
        found = [line for line in self.document(folder).splitlines() if line.startswith(start)]
        self.assertEqual(len(found), 1, (start, found))
        return [cell.strip() for cell in found[0].strip("|").split("|")]

    def test_a_false_regression_is_counted_and_not_allowed_twice(self):
        good, bad = made_up.job([made_up.cell()]), made_up.job(
            [made_up.cell(), made_up.cell(verdict="regression")], "regression")
        made_up.write_scenario(self.folder, "aa", [good] * 58 + [bad] * 2)
        row = self.row("aa: false regressions", "90 s")
        self.assertTrue(row[3].startswith("2 of 60 (3.3 %;"), row)
        self.assertEqual(row[5], "**no**")

    def test_jobs_that_could_not_tell_stand_beside_the_false_alarms(self):
        good, silent = (made_up.job([made_up.cell()], verdict) for verdict in ("equivalent", "inconclusive"))
        made_up.write_scenario(self.folder, "aa", [good] * 57 + [silent] * 3)
        row = self.row("aa: false regressions")
        self.assertTrue(row[4].startswith("inconclusive: 3 of 60 (5.0 %;"), row)
        self.assertEqual(row[5], "yes")

    def test_green_lights_are_counted_and_sixteen_of_twenty_are_asked_for(self):
        clear, open_ = (made_up.job([made_up.cell(verdict=verdict)], verdict)
                        for verdict in ("clear", "inconclusive"))
        for passed, met in ((15, "**no**"), (16, "yes")):
            folder = self.folder / str(passed)
            jobs = [made_up.job([made_up.cell()])] + [clear] * (passed - 1) + [open_] * (20 - passed)
            made_up.write_scenario(folder, "clear+load", jobs)
            row = self.row("clear+load: passed", folder=folder)
            self.assertTrue(row[3].startswith(f"{passed} of 20 ("), row)
            self.assertEqual(row[4:], [f"clear: {passed - 1}, equivalent: 1", met])
            self.assertEqual(self.row("clear+load: false regressions", folder=folder)[5], "yes")

    def test_a_slowdown_of_the_limit_passes_once_at_most(self):
        slow = made_up.cell(change=0.1, verdict="regression")
        missed = made_up.job([made_up.cell(change=0.1, verdict="clear")], "clear")
        for passed, met in ((1, "yes"), (2, "**no**")):
            folder = self.folder / str(passed)
            made_up.write_scenario(folder, "clear:one:loop:10+load",
                                   [missed] * passed + [made_up.job([slow], "regression")] * (20 - passed))
            self.assertEqual(self.row("clear:one:loop:10+load: passed", folder=folder)[5], met)
            self.assertEqual(
                self.row("clear:one:loop:10+load: round_trip rtt_p50", folder=folder)[5], met)

    def test_few_jobs_without_a_false_regression_show_nothing(self):
        made_up.write_scenario(self.folder, "aa", [made_up.job([made_up.cell()])])
        self.assertEqual(self.row("aa: false regressions")[5], "**no**")

    def test_few_jobs_in_which_all_is_found_show_nothing(self):
        found = made_up.job([made_up.cell(change=0.05, verdict="regression")], "regression")
        for jobs, met in ((19, "**no**"), (20, "yes")):
            folder = self.folder / str(jobs)
            made_up.write_scenario(folder, "loop:5", [found] * jobs)
            self.assertEqual(self.row("loop:5: round_trip rtt_p50", folder=folder)[5], met)

    def test_what_other_budgets_show_is_said_to_be_theirs(self):
        found = made_up.job([made_up.cell(change=0.05, verdict="regression")], "regression")
        made_up.write_scenario(self.folder, "loop:5", [found] * 20, budget_s=300.0)
        made_up.write_scenario(self.folder, "quiet", [made_up.job([made_up.cell()])], budget_s=30.0)
        self.assertEqual(self.row("loop:5: round_trip rtt_p50", "300 s")[5], "yes, by jobs of 300 s")
        self.assertEqual(self.row("the longest job", "30 s")[2:], [
            "30 s", "60.0 s", "", "**no**, by jobs of 30 s"])
        self.assertEqual(self.row("the longest job", "300 s")[5], "yes, by jobs of 300 s")
        self.row("loop:5, 300 s", "round_trip rtt_p50")
        self.assertIn("| rule | quiet, 30 s |", self.document())

    def test_of_one_slowed_mechanism_only_its_own_cells_are_power(self):
        pipe = made_up.cell(change=0.05, verdict="regression")
        tcp = made_up.cell(mechanism="tcp")
        wolf = made_up.cell(mechanism="tcp", change=0.2, verdict="regression")
        missed = made_up.cell(verdict="inconclusive")
        made_up.write_scenario(self.folder, "one:loop:5", [
            made_up.job([pipe, tcp], "regression"), made_up.job([missed, wolf], "regression"),
            made_up.job([missed, tcp], "regression",
                        mechanisms=[made_up.over_sizes("tcp[sndbuf=1]", "regression")]),
            made_up.job([missed, tcp], "regression",
                        mechanisms=[made_up.over_sizes("pipe[capacity=1]", "regression")])])
        row = self.row("one:loop:5, 90 s", "round_trip rtt_p50")
        self.assertTrue(row[3].startswith("2 of 4 (50 %;"), row)
        self.assertEqual(row[4], "1 of 4 (25 %)")
        row = self.row("one:loop:5: round_trip rtt_p50")
        self.assertTrue(row[3].startswith("2 of 4 (50 %;"), row)
        self.assertIn("cells: 1 of 4 (25 %); false regressions elsewhere: 2 of 4 (50 %;", row[4])
        found, false = ([line for line in self.document().splitlines() if line.startswith(
            f"| {outcomes.DUEL} | {share}")] for share in ("2 of 4 (50 %;", "1 of 4 (25 %)"))
        # Jobs in which it is found, jobs with a false one; and the same of cells.
        self.assertEqual((len(found), len(false)), (2, 2))

    def test_power_is_of_jobs_and_of_cells(self):
        found = made_up.cell(change=0.05, verdict="regression")
        missed = made_up.cell(change=0.03, verdict="inconclusive", size=8192)
        made_up.write_scenario(self.folder, "loop:5", [
            made_up.job([found, missed], "regression"), made_up.job([missed, missed], "inconclusive")])
        row = self.row("loop:5, 90 s", "round_trip rtt_p50")
        self.assertTrue(row[2].startswith("1 of 2 (50 %;"), row)
        self.assertTrue(row[3].startswith("1 of 2 (50 %;"), row)
        self.assertEqual(row[4:6], ["1 of 4 (25 %)", "+5 %"])
        self.assertTrue(row[6].startswith("+3.0 % "), row)
        self.assertEqual(self.row("loop:5: round_trip rtt_p50")[5], "**no**")
        self.assertEqual(self.row("round_trip/pipe/64/cross")[1], "+5.0 %: 1 of 1")

    def test_a_regression_elsewhere_is_none_of_this_metric(self):
        cells = [made_up.cell(), made_up.cell("stream", 0.2, verdict="regression")]
        made_up.write_scenario(self.folder, "loop:5", [made_up.job(cells, "regression")])
        row = self.row("loop:5, 90 s", "round_trip rtt_p50")
        self.assertTrue(row[2].startswith("1 of 1") and row[3].startswith("0 of 1"), row)

    def test_a_call_that_could_not_be_counted_was_not_found(self):
        made_up.write_scenario(self.folder, "syscall", [made_up.job([made_up.cell()])])
        self.assertTrue(self.row("syscall, 90 s", "round_trip syscalls")[4].startswith("0 of 1"))

    def test_confirmation_and_load_are_shares_of_the_job(self):
        job = made_up.job([made_up.cell()], screening_s=45.0)
        made_up.write_scenario(self.folder, "quiet", [job])
        self.assertEqual(self.row("quiet", "90 s", "60.0 s", "60.0 s")[4], "25 %")
        self.assertEqual(self.row("quiet", "90 s", "1", "1")[4], "25 %")

    def test_what_others_say_stands_beside_it(self):
        cells = [made_up.cell(), made_up.cell()]
        made_up.write_scenario(self.folder, "aa", [made_up.job(cells)] * 2)
        text = self.document()
        self.assertIn(f"| {rules.COMPARE_ANY} | 2 of 2 (100 %; 16 to 100) |", text)
        self.assertIn(f"| {rules.COMPARE_ANY} | 4 of 4 (100 %) |", text)
        self.assertIn(f"| {rules.RATIO} | 0 of 2 (0 %; 0 to 84) |", text)
        self.assertIn(f"| {rules.RATIO} | 0 of 4 (0 %) |", text)

    def test_a_folder_without_jobs_is_no_measurement(self):
        with self.assertRaises(BadInput):
            records.read(self.folder)


def hogs_of(pid):
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"ipcbench-hog" in words and str(pid).encode() in words:
            found.append(process.name)
    return found


class Script(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.program = self.folder / "program"
        self.program.write_text(made_up.PROGRAM)
        self.program.chmod(0o755)
        self.environment = {**os.environ, "IPCBENCH": str(self.program),
                            "IPCBENCH_SLOWED": str(self.program)}
        self.duel_writes(json.dumps(made_up.job([made_up.cell()])))

    def duel_writes(self, text):
        (self.folder / "job.json").write_text(text)

    def run_script(self, *words):
        command = [str(SCRIPT), *(str(word) for word in words)]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True,
                              timeout=60, check=False)

    def refused(self, *words):
        result = self.run_script(*words)
        self.assertEqual(result.returncode, 2, result)
        self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
        return result.stderr

    def test_a_scenario_is_measured_once_and_recorded(self):
        data = self.folder / "data"
        for wanted in ("2 jobs to measure", "0 jobs to measure"):
            result = self.run_script("measure", data, "slowed-none", "--jobs", 2)
            self.assertEqual(result.returncode, 0, result)
            self.assertIn(wanted, result.stdout)
        recorded = scenarios.read_description(data / "slowed-none")
        self.assertEqual(recorded["scenario"], "slowed-none")
        self.assertEqual(recorded["budget_s"], 90)
        self.assertEqual(recorded["programs"]["a"]["commit"], "c0ffee with changes")

    def test_other_options_and_other_programs_are_not_mixed(self):
        data = self.folder / "data"
        self.run_script("measure", data, "quiet", "--jobs", 1)
        self.assertIn("another budget", self.refused("measure", data, "quiet", "--budget", "60s"))
        self.assertIn("another duel_options",
                      self.refused("measure", data, "quiet", "--", "--screening", "7"))
        self.program.write_text(made_up.PROGRAM + "# built again\n")
        self.assertIn("another build", self.refused("measure", data, "quiet"))

    @with_others
    def test_the_tables_are_written_whole(self):
        found = made_up.job([made_up.cell(change=0.2, verdict="regression")], "regression")
        made_up.write_scenario(self.folder / "data", "loop:10", [found])
        out = self.folder / "tables.md"
        self.assertEqual(self.run_script("table", self.folder / "data", "--out", out).returncode, 0)
        text = out.read_text()
        self.assertEqual(text, self.run_script("table", self.folder / "data").stdout)
        for name in rules.NAMES:
            self.assertIn(f"| {name} | 1 of 1 (100 %) |", text)

    def test_bad_input_is_one_line(self):
        data = self.folder / "data"
        for words in ((), ("measure",), ("measure", data), ("measure", data, "aax"), ("table", data),
                      ("measure", data, "quiet", "--jobs", "0"), ("all", data, "--budget", "x"),
                      ("measure", data, "quiet", "--", "--seed", "1"),
                      ("measure", data, "quiet", "--", "--mechanism", "no-such")):
            self.refused(*words)
        self.assertFalse((data / "quiet").exists())

    def test_an_interrupted_duel_is_no_job(self):
        data = self.folder / "data"
        self.duel_writes(json.dumps({**made_up.job([]), "interrupted_by_signal": 15}))
        self.refused("measure", data, "quiet", "--jobs", 1)
        self.assertEqual([file.name for file in (data / "quiet").iterdir()], ["scenario.json"])

    def test_however_it_ends_hogs_and_duel_end_too(self):
        self.duel_writes("stay")
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL):
            with self.subTest(number=number):
                self.end_it_by(number)

    def end_it_by(self, number):
        told = self.folder / "pid"
        told.unlink(missing_ok=True)
        command = [str(SCRIPT), "measure", str(self.folder / "data"), "hog-first"]
        script = subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL)
        # What a test finds left behind it does not leave either.
        self.addCleanup(lambda: [os.kill(int(hog), signal.SIGKILL) for hog in hogs_of(script.pid)])
        self.addCleanup(script.wait)
        self.addCleanup(script.kill)
        self.until(lambda: told.exists() and told.read_text().strip() and hogs_of(script.pid))
        duel = Path("/proc") / told.read_text().strip()
        script.send_signal(number)
        script.wait()
        self.until(lambda: not hogs_of(script.pid) and not duel.exists())

    def until(self, happened):
        deadline = time.monotonic() + 30
        while not happened():
            self.assertLess(time.monotonic(), deadline, "never happened")
            time.sleep(0.01)


if __name__ == "__main__":
    unittest.main()
