#!/usr/bin/python3 -IS
"""An arm that measures nothing: its figures are made up, so that a verdict can be foretold.

    made_up_arm.py [--rtt NS] [--p99 FACTOR] [--noise SHARE] [--syscalls N] [--switches N]
                   [--uncounted WHY] [--lacks MECHANISM] [--loses-it FILE] [--starts FILE]
                   [--dies-at N] [--hangs-at N] [--takes SECONDS] [--loses] [--speaks VERSION] [--compiler TEXT]
                   [--capacity BYTES] [--distance NS,...] arm

The variable MADE_UP_RTT does what --rtt does, for arms that differ in their surroundings alone."""
import argparse
import itertools
import math
import os
import random
import sys
import time

parser = argparse.ArgumentParser()
parser.add_argument("--rtt", type=float, default=float(os.environ.get("MADE_UP_RTT", 10_000)))
parser.add_argument("--p99", type=float, default=1.5)  # of the p50
parser.add_argument("--noise", type=float, default=0.002)
parser.add_argument("--syscalls", default="2")
parser.add_argument("--uncounted")  # as on a line: blanks are %20
parser.add_argument("--switches", type=int, default=1)  # of a message
parser.add_argument("--lacks")
parser.add_argument("--loses-it")  # a mechanism, as soon as one was opened: then FILE is there
parser.add_argument("--starts")  # as often as there are lines in FILE, one of which it takes
parser.add_argument("--dies-at", type=int)
parser.add_argument("--hangs-at", type=int)
parser.add_argument("--takes", type=float)  # a slice; as long as it takes to answer
parser.add_argument("--loses", action="store_true")
parser.add_argument("--speaks", type=int, default=1)
parser.add_argument("--compiler")
parser.add_argument("--capacity")
parser.add_argument("--distance", default="100")  # one after the other, 0: none
parser.add_argument("arm", choices=["arm"])
options = parser.parse_args()
distances = itertools.cycle(options.distance.split(","))
slices = 0
if options.starts:
    with open(options.starts, "r+") as file:
        lines = file.readlines()
        file.seek(0)
        file.writelines(lines[1:])
        file.truncate()
    if not lines:
        sys.exit("made-up arm: tired")
pooled = []  # of each slice since the cell was opened: its messages, its p99


def slice_of(messages, warmup):
    global slices
    slices += 1
    if slices == options.dies_at:
        sys.exit("made-up arm: out of ideas")
    if slices == options.hangs_at:
        time.sleep(1000)
    if options.takes:
        time.sleep(options.takes)
    each = options.rtt * math.exp(random.gauss(0, options.noise))
    pooled.append((messages, each * options.p99))
    moved = 2 * (messages + warmup)
    return (f"ok messages={messages} received={0 if options.loses else messages}"
            f" elapsed_ns={each * messages} p50_ns={each} p90_ns={each * (1 + options.p99) / 2}"
            f" p99_ns={each * options.p99} mean_ns={each * 1.02} cpu_ns=1000"
            f" voluntary_switches={options.switches * moved} involuntary_switches=0 faults=0"
            f" moved={moved} pooled_messages={sum(count for count, _ in pooled)}"
            f" pooled_p99_ns={sum(p99 for _, p99 in pooled) / len(pooled)}")


def answer_to(word, values):
    if word == "hello":
        if not int(values["oldest"]) <= options.speaks <= int(values["newest"]):
            return f"error speaks version {options.speaks} only"
        compiler = f" compiler={options.compiler}" if options.compiler else ""
        return f"ok protocol={options.speaks} version=0.0.0 commit=made-up{compiler}"
    if word == "open":
        if values["mechanism"] == options.lacks:
            return f"unsupported no mechanism {options.lacks}"
        if options.loses_it:
            if os.path.exists(options.loses_it):
                return "unsupported no longer here"
            open(options.loses_it, "w").close()
        pooled.clear()
        return f"ok effective.capacity={options.capacity}" if options.capacity else "ok"
    if word == "warm_up":
        return f"ok ns_per_message={options.rtt}"
    if word == "distance":
        return f"ok distance_ns={next(distances)}"
    if word == "count" and options.uncounted:
        return f"ok unavailable={options.uncounted}"
    if word == "count":
        return f"ok per_message={options.syscalls}"
    if word == "slice":
        return slice_of(int(values["messages"]), int(values["warmup"]))
    return "ok"


for line in sys.stdin:
    word, *rest = line.split()
    if word == "quit":
        break
    print(answer_to(word, dict(each.split("=", 1) for each in rest)), flush=True)
