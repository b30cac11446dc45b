"""What is measured: which programs meet, with which slowdown and under which load."""
import hashlib
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote


class BadInput(Exception):
    """Told in one line; exit code 2."""


@dataclass(frozen=True)
class Scenario:
    name: str
    summary: str
    load: str = "none"
    slowdown: str | None = None  # nothing: the same program twice
    duel_options: tuple[str, ...] = ()
    jobs: int = 20
    only: str | None = None  # the one mechanism that is slowed; nothing: all are

    @property
    def identical(self):
        """Whether B does what A does, so that every regression is a false one."""
        return self.slowdown in (None, "none")

    def slows(self, mechanism):
        return not self.identical and self.only in (None, mechanism)


SAME = (
    Scenario("aa", "a program against a copy of itself, while load comes and goes", "bursts", jobs=60),
    Scenario("quiet", "the same without load"),
    Scenario("hog-first", "the same, a hog on every CPU in the first half of the screening", "hog-first"),
    Scenario("hog-second", "the same, a hog on every CPU from the middle of the screening on",
             "hog-second"),
    Scenario("slowed-none", "against the program that can be slowed, and is not", "none", "none"),
)
SLOWED = (
    Scenario("loop:3", "a busy loop of 3 % of what a message takes", "none", "loop:3"),
    Scenario("loop:5", "5 %", "none", "loop:5"),
    Scenario("loop:10", "10 %", "none", "loop:10"),
    Scenario("syscall", "one more system call a message", "none", "syscall"),
    Scenario("copy", "one more copy of the message, 64 KiB", "none", "copy", ("--size", "64k")),
    Scenario("one:loop:3", "a busy loop of 3 % in pipe alone", "none", "loop:3", only="pipe"),
    Scenario("one:loop:5", "5 % in pipe alone", "none", "loop:5", only="pipe"),
)
UNDER_LOAD = tuple(
    Scenario(f"{one.name}+load", "the same, while load comes and goes", "bursts", one.slowdown,
             one.duel_options, only=one.only)
    for one in SLOWED
)
# As a pipeline on a busy runner would ask.
ALL_CLEAR = ("--clear", "10%")
CLEARED = (
    Scenario("clear+load", "as aa, and an all-clear of 10 % is asked for", "bursts",
             duel_options=ALL_CLEAR),
    Scenario("clear:one:loop:10+load", "the same, a busy loop of 10 % in pipe alone", "bursts",
             "loop:10", ALL_CLEAR, only="pipe"),
)
SCENARIOS = {one.name: one for one in (*SAME, *SLOWED, *UNDER_LOAD, *CLEARED)}

JOB = ".job"  # the end of the name of a note that says a job is complete

# What a job's place and judgement depend on is not the caller's.
OURS = ("--budget", "--seed", "--out", "--quiet", "--arm-a", "--arm-b", "--self-test", "--jobs",
        "--dry-run", "--alpha", "--report", "--help", "-h", "--version")


def find(name):
    if name not in SCENARIOS:
        raise BadInput(f"no scenario {name}; there are: {' '.join(SCENARIOS)}")
    return SCENARIOS[name]


def check_duel_options(options):
    for option in options:
        if option.split("=")[0] in OURS:
            raise BadInput(f"{option} is set by this script (the budget by its own --budget)")


def folder_name(scenario):
    return scenario.name.replace(":", "-").replace("+", "-")


def program_facts(path):
    """Which build it is: what it says itself when it is an arm, and every byte of it."""
    try:
        digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()
        talk = subprocess.run([path, "arm"], input="hello oldest=1 newest=1\nquit\n",
                              capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BadInput(f"{path}: {error}") from error
    said = dict(word.partition("=")[::2] for word in talk.stdout.split()[1:])
    if not talk.stdout.startswith("ok ") or "commit" not in said:
        raise BadInput(f"{path}: is no ipcbench that can be an arm of a duel")
    return {"commit": unquote(said["commit"]), "compiler": unquote(said.get("compiler", "")),
            "build_type": said.get("build_type", ""), "sha256": digest}


def description(scenario, budget_s, duel_options, programs):
    """What is written beside the jobs, and must be the same when more are added."""
    return {
        "scenario": scenario.name,
        "load": scenario.load,
        "slowdown": scenario.slowdown,
        "slowed_only": scenario.only,
        "budget_s": budget_s,
        "duel_options": [*scenario.duel_options, *duel_options],
        "programs": programs,
    }


def open_folder(folder, wanted):
    """Makes a scenario's folder, or goes on with one that was measured in the same way."""
    file = folder / "scenario.json"
    if not any(folder.glob("*" + JOB)):
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / "scenario.json.part"
        part.write_text(json.dumps(wanted, indent=2) + "\n")
        part.rename(file)
        return
    recorded = read_description(folder)
    for key, value in wanted.items():
        if recorded.get(key) != value:
            raise BadInput(f"{folder}: was measured with another {key.removesuffix('_s')}: "
                           f"{recorded.get(key)}, not {value}; use another folder")


def read_description(folder):
    file = folder / "scenario.json"
    try:
        recorded = json.loads(file.read_text())
    except (OSError, ValueError) as error:
        raise BadInput(f"{file}: {error}") from error
    if not isinstance(recorded, dict) or recorded.get("scenario") not in SCENARIOS:
        raise BadInput(f"{file}: no scenario of this script")
    return recorded
