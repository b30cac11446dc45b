#!/usr/bin/env python3
"""An arm of a duel in another language: round trips over a pipe to a thread of its own.

It is the example of docs/arm-protocol.md, and a test duels with it."""
import os
import sys
import threading
import time

size, there, back = 0, None, None


def serve(read_fd, write_fd):
    while data := os.read(read_fd, 1 << 20):
        os.write(write_fd, data)


def round_trips(count):
    times = []
    for _ in range(count):
        began = time.monotonic_ns()
        os.write(there[1], b'x' * size)
        os.read(back[0], size)
        times.append(time.monotonic_ns() - began)
    return sorted(times)


def answer(word, values):
    global size, there, back
    if word == 'hello':
        fits = int(values['oldest']) <= 1 <= int(values['newest'])
        return 'ok' + ' protocol=1' * fits + ' oldest=1 newest=1 version=py'
    if word == 'open':
        if values['pattern'] != 'round_trip' or values['mechanism'] != 'pipe':
            return 'unsupported only round trips over a pipe'
        size, there, back = int(values['size']), os.pipe(), os.pipe()
        threading.Thread(target=serve, args=(there[0], back[1]), daemon=True).start()
        return 'ok'
    if word == 'warm_up':
        return f'ok ns_per_message={round_trips(100)[0]}'
    if word == 'slice':
        round_trips(int(values['warmup']))
        times = round_trips(int(values['messages']))
        at = lambda q: times[min(int(q * len(times)), len(times) - 1)]
        return (f'ok messages={len(times)} received={len(times)} elapsed_ns={sum(times)}'
                f' p50_ns={at(.5)} p90_ns={at(.9)} p99_ns={at(.99)}'
                f' mean_ns={sum(times) / len(times)} cpu_ns=0'
                ' voluntary_switches=0 involuntary_switches=0 faults=0')
    if word == 'distance':
        return 'ok distance_ns=0'
    if word == 'count':
        return 'ok unavailable=not%20counted'
    if word == 'close':
        return 'ok'
    return f"error no '{word}' here"


for line in sys.stdin:
    word, *words = line.split()
    if word == 'quit':
        break
    print(answer(word, dict(pair.split('=', 1) for pair in words)), flush=True)
