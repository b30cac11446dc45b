#!/usr/bin/env python3
"""Results that nobody measured, for the report's tests: made_up_results.py FOLDER [NAME...].

usual     a few mechanisms, two placements, both patterns
other     the same on another machine
holes     skipped, failed, noisy, too few trials, too few messages, never visited, interrupted
one       a single cell
nothing   cells, and not one was measured
hostile   names, reasons, settings and facts that try to be markup or scripts
full      40 mechanisms, 12 sizes, ten trials
"""

import json
import math
import random
import sys
from pathlib import Path

FAMILIES = ["pipe", "unix socket", "inet socket", "message queue", "shared memory"]
ATTACKS = [
    "<script>window.attacked=1</script>",
    "</script><script>window.attacked=2</script>",
    "<img src=x onerror=window.attacked=3>",
    "\"><svg onload=window.attacked=4>",
    "' onmouseover='window.attacked=5",
    "<!--<script>",
    "]]>--></style></title></textarea><script>window.attacked=6</script>",
    "javascript:window.attacked=7",
    "&lt;b&gt;&amp;{{7*7}}${window.attacked=8}",
    "=cmd|' /C calc'!A0",
    "\u202egnirts\u2028\u2029",
]


def bucket_of(value):
    value = int(value)
    if value < 128:
        return value
    shift = value.bit_length() - 8
    return ((shift + 1) << 7) + ((value >> shift) & 127)


def value_of(bucket):
    if bucket < 128:
        return bucket
    shift = (bucket >> 7) - 1
    return ((128 + (bucket & 127)) << shift) + (1 << shift) // 2


def quantile(histogram, share):
    rank = share * sum(count for _, count in histogram)
    below = 0
    for bucket, count in histogram:
        below += count
        if below >= rank:
            return value_of(bucket)
    return value_of(histogram[-1][0])


def round_trips(rng, middle, count):
    """A body and a tail, as a histogram of about fifty buckets."""
    counts = {}
    for step in range(60):
        share = (step + 0.5) / 60
        spread = math.log(share / (1 - share)) * 0.04 + rng.gauss(0, 0.004)
        bucket = bucket_of(max(middle * math.exp(spread), 1))
        counts[bucket] = counts.get(bucket, 0) + max(count // 60, 1)
    for factor, share in ((1.6, 0.008), (2.5, 0.0015), (6, 0.0002)):
        if int(count * share):
            bucket = bucket_of(middle * factor)
            counts[bucket] = counts.get(bucket, 0) + int(count * share)
    histogram = sorted(counts.items())
    total = sum(counts.values())
    return {
        "count": total,
        "p50_ns": quantile(histogram, 0.5),
        "p90_ns": quantile(histogram, 0.9),
        "p99_ns": quantile(histogram, 0.99),
        "p999_ns": quantile(histogram, 0.999),
        "mean_ns": sum(value_of(b) * n for b, n in histogram) / total,
        "min_ns": value_of(histogram[0][0]),
        "max_ns": value_of(histogram[-1][0]),
        "histogram": histogram,
    }


def usage(cpu_ns, switches):
    return {
        "cpu_ns": int(cpu_ns),
        "user_ns": int(cpu_ns * 0.2),
        "system_ns": int(cpu_ns * 0.8),
        "voluntary_switches": switches,
        "involuntary_switches": 0,
        "minor_faults": 0,
        "major_faults": 0,
        "migrations": 0,
    }


def trial(rng, number, where, middle, messages):
    pattern, _, placement = where
    apart = placement != "same"
    middle *= math.exp(rng.gauss(0, 0.02))
    made = {
        "round": number,
        "counted": True,
        "regime": "near" if apart else "unknown",
        "overhead_ns": 0,
        "weather_ns": 0,
        "weather": {"distance_before_ns": 54, "distance_after_ns": 55} if apart else {},
        "slices": [{"sent": messages, "received": messages, "elapsed_ns": int(messages * middle)}],
    }
    if pattern == "round_trip":
        made["round_trips"] = round_trips(rng, middle, messages)
    cpu_ns = messages * middle * (0.3 + 0.2 * rng.random())
    made["usage"] = {
        "messages": 2 * messages,
        "client": usage(cpu_ns, messages),
        "server": usage(cpu_ns, messages),
    }
    return made


def mechanism(name, family, spins=False):
    return {
        "name": name,
        "summary": f"made up, called {name}",
        "family": family,
        "framing": "message" if len(name) % 2 else "byte stream",
        "delivery": "may drop" if name == "udp" else "reliable",
        "reach": "same host" if len(name) % 3 else "related",
        "waiting": "spins" if spins else "blocks",
        "peer_loss": "reported",
        "leaves_behind": "nothing",
        "copies": 2,
    }


def cost_ns(described, index, where):
    pattern, size, placement = where
    if described["family"] == "floor":
        return 20 + size * 0.02
    fixed = {"same": 3_000, "cross": 9_000}[placement] * (1 + 0.07 * index)
    middle = fixed / (8 if pattern == "stream" else 1) + size * (0.02 + 0.004 * (index % 7))
    return middle / 60 if described["waiting"] == "spins" else middle


def cell(rng, described, index, where, rounds, messages):
    pattern, size, placement = where
    middle = cost_ns(described, index, where)
    return {
        "pattern": pattern,
        "mechanism": described["name"],
        "settings": {},
        "size_bytes": size,
        "placement": placement,
        "cpus": [0, 0] if placement == "same" else [0, 1],
        "status": "ok",
        "reason": "",
        "effective_settings": {"capacity": "65536"} if described["family"] == "pipe" else {},
        "syscalls_per_message": 2,
        "figures": {},
        "trials": [trial(rng, number, where, middle, messages) for number in range(rounds)],
    }


def result(mechanisms, cells, rounds, **environment):
    facts = {
        "ipcbench": "0.1.0",
        "host": "made-up",
        "cpu": "A processor that does not exist",
        "cpus_online": "2",
        "cpus_allowed": "0-1",
        "kernel": "6.18.1 #1 SMP",
        "architecture": "x86_64",
        "virtual_machine": "yes",
        "governor": "unknown",
    }
    facts.update(environment)
    placements = {c["placement"] for c in cells} - {"same"}
    return {
        "schema": "ipcbench-result",
        "schema_version": 2,
        "started_at": "2026-01-01T00:00:00Z",
        "complete": True,
        "elapsed_s": 60,
        "interrupted_by_signal": 0,
        "environment": facts,
        "settings": {
            "suite": "made-up",
            "suite_toml": "",
            "seed": 1,
            "rounds": rounds,
            "budget_s": None,
            "measured_ms": 1,
            "slice_ms": 1,
            "slice_messages": 500,
            "warmup_ms": 1,
            "round_trips_wanted": 1000,
            "counters": False,
            "interval_target": 0.02,
            "regime": "auto",
            "command_line": "ipcbench run --suite made-up",
            "order": [list(range(len(cells)))] * rounds,
        },
        "regimes": [
            {"placement": p, "boundary_ns": None, "near_ns": 54.5, "far_ns": None, "shown": "near"}
            for p in sorted(placements)
        ],
        "mechanisms": mechanisms,
        "control": cell(random.Random(3), mechanisms[0], 0, ("round_trip", 64, "cross"), rounds, 1_200),
        "cells": cells,
    }


def usual(seed=1, **environment):
    rng = random.Random(seed)
    families = {"pipe": 0, "unix_stream": 1, "unix_dgram": 1, "tcp": 2, "udp": 2, "posix_mq": 3,
                "shm_futex": 4, "shm_spin": 4}
    mechanisms = [mechanism(n, FAMILIES[f], n == "shm_spin") for n, f in families.items()]
    mechanisms += [mechanism("null", "floor"), mechanism("copy", "floor")]
    cells = [
        cell(rng, described, index, (pattern, size, placement), 8, 1_200)
        for placement in ("cross", "same")
        for pattern in ("round_trip", "stream")
        for index, described in enumerate(mechanisms)
        for size in (64, 4_096, 65_536)
        if not (placement == "same" and described["name"] == "shm_spin")
    ]
    return result(mechanisms, cells, 8, **environment)


def hole(made, status, reason, trials=()):
    made.update(status=status, reason=reason, trials=list(trials))


def holes():
    made = usual()
    made["cells"] = [c for c in made["cells"] if c["placement"] == "cross"]
    made["settings"]["order"] = []
    at = {(c["pattern"], c["mechanism"], c["size_bytes"]): c for c in made["cells"]}
    hole(at["round_trip", "udp", 65_536], "skipped", "a message holds at most 65507 bytes")
    hole(at["round_trip", "posix_mq", 65_536], "skipped", "above fs.mqueue.msgsize_max (8192)")
    hole(at["round_trip", "tcp", 64], "error", "tcp: recv: Connection reset by peer")
    hole(at["round_trip", "unix_dgram", 4_096], "pending", "")
    noisy = at["round_trip", "pipe", 64]
    hole(noisy, "noisy", "5 of 8 trials were disturbed: steal 12 % of the time", noisy["trials"])
    few = at["round_trip", "pipe", 4_096]
    few["trials"] = few["trials"][:3]
    for one_trial in at["round_trip", "unix_stream", 64]["trials"]:
        one_trial["round_trips"] = round_trips(random.Random(1), 9_000, 500)
    for one_trial in at["stream", "udp", 64]["trials"]:
        one_trial["slices"][0]["received"] = 900
    for name in ("shm_spin", "copy"):
        hole(at["stream", name, 64], "skipped", "switched off")
    made["complete"] = False
    made["interrupted_by_signal"] = 2
    return made


def one():
    mechanisms = [mechanism("pipe", "pipe")]
    cells = [cell(random.Random(1), mechanisms[0], 0, ("round_trip", 64, "cross"), 6, 1_200)]
    return result(mechanisms, cells, 6)


def nothing():
    made = one()
    hole(made["cells"][0], "skipped", "this machine has one core")
    made["control"] = None
    made["regimes"] = []
    made["settings"]["order"] = []
    return made


def hostile():
    rng = random.Random(1)
    mechanisms = [mechanism(a, FAMILIES[i % 5], i == 3) for i, a in enumerate(ATTACKS)]
    cells = []
    for index, described in enumerate(mechanisms):
        described["summary"] = ATTACKS[(index + 1) % len(ATTACKS)]
        for pattern in ("round_trip", "stream"):
            for size in (64, 4_096):
                made = cell(rng, described, index, (pattern, size, "cross"), 6, 1_200)
                made["settings"] = {"name" + ATTACKS[index]: ATTACKS[(index + 2) % len(ATTACKS)]}
                made["effective_settings"] = {ATTACKS[index]: ATTACKS[(index + 3) % len(ATTACKS)]}
                if size == 4_096 and index % 2:
                    hole(made, "skipped", ATTACKS[(index + 4) % len(ATTACKS)])
                cells.append(made)
    made = result(mechanisms, cells, 6, cpu=ATTACKS[0], host=ATTACKS[1], kernel=ATTACKS[2])
    made["environment"].update({"fact " + attack: attack for attack in ATTACKS})
    made["settings"].update(suite=ATTACKS[4], command_line=ATTACKS[5], order=[])
    return made


def full():
    rng = random.Random(1)
    mechanisms = [mechanism(f"mechanism_{i:02}", FAMILIES[i % 5], i == 39) for i in range(40)]
    cells = [
        cell(rng, described, index, (pattern, 1 << (2 * power), "cross"), 10, 12_000)
        for pattern in ("round_trip", "stream")
        for index, described in enumerate(mechanisms)
        for power in range(12)
    ]
    return result(mechanisms, cells, 10)


def main():
    makers = {
        "usual": usual,
        "other": lambda: usual(2, cpu="Another one", kernel="6.1.0 #1 SMP"),
        "holes": holes,
        "one": one,
        "nothing": nothing,
        "hostile": hostile,
        "full": full,
    }
    folder = Path(sys.argv[1])
    for name in sys.argv[2:] or makers:
        (folder / f"{name}.json").write_text(json.dumps(makers[name]()))


if __name__ == "__main__":
    main()
