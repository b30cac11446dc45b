"""Jobs that nobody measured, for the tests of what judges them."""
import json

import scenarios

ROUNDS, PAIRS = 6, 8


def figures(ns, pattern):
    return {"messages": 100, "received": 100, "elapsed_ns": ns * 100,
            "p50_ns": ns if pattern == "round_trip" else 0}


def level(number, drift):
    """Wobbles a little, the same in each round, and steps in the middle of the job."""
    wobble = 1 + 0.001 * (number % PAIRS)
    return 10_000 * wobble * (drift if number >= ROUNDS * PAIRS // 2 else 1)


def rounds(pattern, change, drift, confirmed):
    made = []
    for one in range(ROUNDS):
        pairs = []
        for pair in range(PAIRS):
            ns = level(one * PAIRS + pair, drift)
            pairs.append({"a": figures(ns, pattern), "b": figures(ns * (1 + change), pattern),
                          "flipped": False})
        made.append({"phase": "screening", "number": one, "pairs": pairs})
    # Twice as long, and faster: whoever mixed the phases would see it.
    return made + [{"phase": "confirmation", "number": one, "pairs": 2 * made[0]["pairs"]}
                   for one in range(confirmed)]


def cell(pattern="round_trip", change=0.0, drift=1.0, verdict="equivalent", confirmed=0, size=64,
         mechanism="pipe"):
    metric = "rtt_p50" if pattern == "round_trip" else "throughput"
    return {
        "pattern": pattern, "mechanism": mechanism, "settings": {}, "size_bytes": size,
        "placement": "cross", "verdict": verdict, "rounds": rounds(pattern, change, drift, confirmed),
        "findings": [
            {"metric": metric, "judged": True, "verdict": verdict, "a": 1.0, "b": 1.0 + change,
             "change": {"value": change}},
            {"metric": "syscalls", "judged": False, "verdict": "inconclusive", "a": None, "b": None,
             "change": None},
        ],
    }


def over_sizes(mechanism, verdict):
    """A mechanism over its sizes."""
    return {"pattern": "round_trip", "mechanism": mechanism, "placement": "cross", "sizes": 2,
            "finding": {"metric": "rtt_p50", "verdict": verdict}}


def job(cells, verdict="equivalent", elapsed_s=60.0, screening_s=30.0, mechanisms=()):
    return {"verdict": verdict, "elapsed_s": elapsed_s, "screening_s": screening_s, "cells": cells,
            "mechanisms": list(mechanisms), "control": None, "interrupted_by_signal": 0,
            "environment": {"cpu": "a CPU", "cpus_online": "2", "kernel": "6.1.0 #1"}}


def write_scenario(folder, name, jobs, budget_s=90.0):
    scenario = scenarios.SCENARIOS[name]
    place = folder / scenarios.folder_name(scenario)
    place.mkdir(parents=True)
    programs = {"a": {"commit": "c0ffee", "sha256": "0"}, "b": {"commit": "c0ffee", "sha256": "0"}}
    wanted = scenarios.description(scenario, budget_s, [], programs)
    (place / "scenario.json").write_text(json.dumps(wanted))
    for number, one in enumerate(jobs):
        (place / f"{number:03}.json").write_text(json.dumps(one))
        note = {"exit_code": 0, "wall_s": 60.0, "hogs": [[0.0, 15.0, 2]]}
        (place / f"{number:03}{scenarios.JOB}").write_text(json.dumps(note))


# Answers as a program must that is measured. A duel writes the job that lies beside the program's
# folder, or stays.
PROGRAM = """#!/bin/sh
here=$(dirname "$0")
[ -e "$here/job.json" ] || here=$here/../..
case $1 in
  arm) read -r _; echo "ok protocol=1 oldest=1 newest=1 version=1 commit=c0ffee%20with%20changes" ;;
  duel)
    case $* in *no-such*) echo "no such thing" >&2; exit 2 ;; *--dry-run*) exit 0 ;; esac
    before= out=
    for word; do
      [ "$before" != --out ] || out=$word
      before=$word
    done
    case $(cat "$here/job.json") in
      stay) echo "$$" >"$here/pid"; exec sleep 60 ;;
      *) cp "$here/job.json" "$out" ;;
    esac ;;
esac
"""
