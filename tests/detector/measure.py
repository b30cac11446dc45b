"""Runs the jobs of scenarios and keeps what they recorded."""
import json
import os
import shutil
import statistics
import subprocess
import time
from pathlib import Path

import scenarios
from load import Load, dies_with_us
from scenarios import BadInput

BUILD = Path(__file__).resolve().parent.parent.parent / "build" / "test"


def given_programs():
    return {
        "a": os.environ.get("IPCBENCH", str(BUILD / "ipcbench")),
        "slowed": os.environ.get("IPCBENCH_SLOWED", str(BUILD / "tests" / "ipcbench_slowed")),
    }


def keep_programs(folder, names):
    """Copies in the folder, so that a build in between changes nothing; and facts about them."""
    facts = {}
    kept = folder / "programs"
    for name, given in given_programs().items():
        if name not in names:
            continue
        if not os.access(given, os.X_OK) or not Path(given).is_file():
            raise BadInput(f"{given}: no such program; build the targets ipcbench and "
                           "ipcbench_slowed, or set IPCBENCH and IPCBENCH_SLOWED")
        facts[name] = scenarios.program_facts(given)
        for copy in ("a", "b") if name == "a" else (name,):
            keep_program(Path(given), kept / copy, facts[name]["sha256"])
    return facts


def keep_program(given, copy, digest):
    if copy.exists():
        if scenarios.program_facts(copy)["sha256"] != digest:
            raise BadInput(f"{copy}: is another build than {given}; use another folder")
        return
    copy.parent.mkdir(parents=True, exist_ok=True)
    part = copy.with_suffix(".part")
    shutil.copy(given, part)
    part.rename(copy)


def job_file(folder, number):
    return folder / f"{number:03}.json"


def is_done(folder, number):
    return job_file(folder, number).exists() and note_file(folder, number).exists()


def note_file(folder, number):
    return folder / f"{number:03}{scenarios.JOB}"


def duel_command(programs, description, *more):
    command = [str(programs / "a"), "duel", "--budget", f"{description['budget_s']:g}s", *more,
               *description["duel_options"]]
    opponent = "b" if description["slowdown"] is None else "slowed"
    if description["slowdown"] is not None:
        slowed = f"IPCBENCH_SLOWDOWN={description['slowdown']}"
        if description["slowed_only"] is not None:
            slowed += f" IPCBENCH_SLOWED_ONLY={description['slowed_only']}"
        command += ["--arm-b", slowed]
    return [*command, "--", str(programs / "a"), str(programs / opponent)]


def check_command(programs, description):
    """What a duel would refuse is refused before anything is written."""
    command = duel_command(programs, description, "--dry-run")
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise BadInput(f"{description['scenario']}: {result.stderr.strip()}")


def run_job(programs, folder, description, number):
    """One duel under its load. Whole or not there: what is interrupted is measured again."""
    part = folder / f"{number:03}.part"
    command = duel_command(programs, description, "--quiet", "--seed", str(number), "--out",
                           str(part))
    began = time.monotonic()
    try:
        with Load(description["load"], number, description["budget_s"]) as load:
            code = wait_for(subprocess.Popen([*dies_with_us("TERM"), *command],
                                             stdin=subprocess.DEVNULL))
            wall_s = time.monotonic() - began
        if load.failure:
            raise BadInput(f"cannot make load: {load.failure}")
        if not part.exists():
            raise BadInput(f"a duel ended with exit code {code} and no result: {' '.join(command)}")
        if code < 0 or json.loads(part.read_text())["interrupted_by_signal"] != 0:
            raise BadInput(f"a duel was interrupted (exit code {code}); start again to go on")
        part.rename(job_file(folder, number))
        note = {"exit_code": code, "wall_s": round(wall_s, 3), "hogs": load.hogs}
        part.write_text(json.dumps(note) + "\n")
        part.rename(note_file(folder, number))
    finally:
        part.unlink(missing_ok=True)
    return code, wall_s


def wait_for(process):
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def recorded_seconds(folder):
    return [json.loads(file.read_text())["wall_s"] for file in sorted(folder.glob("*" + scenarios.JOB))]


def say(text):
    print(text, flush=True)


def say_plan(todo, folders, budget_s):
    expected = 0
    for name, _ in todo:
        known = recorded_seconds(folders[name])
        expected += statistics.median(known) if known else budget_s
    until = time.strftime("%H:%M", time.localtime(time.time() + expected))
    say(f"{len(todo)} jobs to measure, about {expected / 60:.0f} min, until {until}")


def measure(folder, wanted, jobs, budget_s, duel_options):
    """`wanted` scenarios in turn, a job each: what an hour does to one, it does to all."""
    needed = {"a", *("slowed" for one in wanted if one.slowdown is not None)}
    facts = keep_programs(folder, needed)
    folders, descriptions = {}, {}
    for one in wanted:
        programs = {"a": facts["a"], "b": facts["a" if one.slowdown is None else "slowed"]}
        folders[one.name] = folder / scenarios.folder_name(one)
        descriptions[one.name] = scenarios.description(one, budget_s, duel_options, programs)
        check_command(folder / "programs", descriptions[one.name])
    for name, description in descriptions.items():
        scenarios.open_folder(folders[name], description)
    counts = {one.name: jobs or one.jobs for one in wanted}
    todo = [(one.name, number) for number in range(max(counts.values())) for one in wanted
            if number < counts[one.name] and not is_done(folders[one.name], number)]
    say_plan(todo, folders, budget_s)
    for done, (name, number) in enumerate(todo, 1):
        code, wall_s = run_job(folder / "programs", folders[name], descriptions[name], number)
        say(f"{done}/{len(todo)} {name} {number}: exit {code}, {wall_s:.1f} s")
