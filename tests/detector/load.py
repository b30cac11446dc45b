"""Load on every CPU or some, which no end of the benchmark leaves behind."""
import os
import random
import subprocess
import threading
import time

# The kernel ends a hog whose starter has died, however that died. A starter that died before the
# kernel was asked is not the parent any more.
HOG = 'case $PPID in "$1") while :; do :; done ;; esac'


def dies_with_us(signal):
    """The words before a command that has to end when this process does."""
    return ["setpriv", "--pdeathsig", signal, "--"]


class Hogs:
    """Processes that do nothing but use the CPU."""

    def __init__(self, count):
        self.processes = []
        try:
            for _ in range(count):
                command = [*dies_with_us("KILL"), "sh", "-c", HOG, "ipcbench-hog", str(os.getpid())]
                self.processes.append(subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL))
        except BaseException:
            self.end()
            raise

    def end(self):
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.wait()


class Load:
    """Runs a plan beside a job: `with Load(kind, seed, budget) as load: ...`.

    `load.hogs` has what there was: [from, until, hogs], in seconds since it began."""

    def __init__(self, kind, seed, budget_s):
        self.plan = {"none": none, "bursts": bursts, "hog-first": hog_first,
                     "hog-second": hog_second}[kind]
        self.random = random.Random(seed)
        self.budget_s = budget_s
        self.over = threading.Event()
        self.hogs = []
        self.failure = None
        self.thread = threading.Thread(target=self.run, daemon=True)

    def __enter__(self):
        self.began = time.monotonic()
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()

    def run(self):
        try:
            self.plan(self)
        except Exception as error:  # told by the job's own thread
            self.failure = error

    def idle(self, seconds):
        """Whether it is over."""
        return self.over.wait(seconds)

    def busy(self, count, seconds):
        began = time.monotonic() - self.began
        hogs = Hogs(count)
        try:
            self.over.wait(seconds)
        finally:
            hogs.end()
            ended = time.monotonic() - self.began
            self.hogs.append([round(began, 3), round(ended, 3), count])


def none(load):
    load.idle(None)


def bursts(load):
    """Comes and goes as on a shared runner: idle for some seconds, then one or two hogs for some."""
    while not load.idle(load.random.expovariate(1 / 6)):
        load.busy(load.random.choice([1, 1, 2]), load.random.uniform(0.5, 5))


# Screening, which every cell gets, takes the first half of a duel's budget.


def hog_first(load):
    """On every CPU, for the first half of the screening."""
    load.busy(os.cpu_count(), load.budget_s / 4)


def hog_second(load):
    """On every CPU, from the middle of the screening to the end of the job."""
    if not load.idle(load.budget_s / 4):
        load.busy(os.cpu_count(), None)
