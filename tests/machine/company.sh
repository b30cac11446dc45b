#!/bin/sh
# How often is a cell called noisy for company: on a machine that is quiet, and beside a busy loop?
#
#   tests/machine/company.sh [RUNS [CPUS]]    # 3 quiet runs of `quick`; loops on cpus "0 1"
#
# The machine must be quiet but for the loops that are started here. Of each run one line: what was
# going on, and how many of the measured cells were called noisy for it; a row that slept and was
# not is named. IPCBENCH names another program.
set -eu
cd "$(dirname "$(readlink -f -- "$0")")/../.."
program=${IPCBENCH-build/release/ipcbench}
runs=${1-3}
cpus=${2-0 1}
folder=$(mktemp -d)
loop=
stop_loop() { [ -z "$loop" ] || kill "$loop" 2>/dev/null || :; loop=; }
trap 'stop_loop; rm -rf "$folder"' EXIT

# count LABEL OPTION...: measures, and counts.
count() {
  label=$1
  shift
  "$program" run --quiet --out "$folder/run.json" "$@" >/dev/null
  python3 - "$label" "$folder/run.json" <<'PYTHON'
import json, sys
label, path = sys.argv[1:]
with open(path, encoding="utf-8") as file:
    run = json.load(file)
waiting = {mechanism["name"]: mechanism for mechanism in run["mechanisms"]}
cells = [cell for cell in run["cells"] if cell["status"] in ("ok", "noisy")]
called = [cell for cell in cells if cell["reason"].startswith("other programs used")]
missed = [f'{cell["pattern"]}/{cell["mechanism"]}/{cell["size_bytes"]}' for cell in cells
          if cell not in called and waiting[cell["mechanism"]]["waiting"] == "blocks"
          and waiting[cell["mechanism"]]["family"] != "floor"]
line = f"{label}: {len(called)} of {len(cells)} cells in company"
if called:
    line += f'; the first: {called[0]["reason"]}'
print(line)
if called and missed:
    print("  not called, and sleeping: " + ", ".join(missed))
PYTHON
}

for run in $(seq "$runs"); do count "quiet, run $run"; done
for cpu in $cpus; do
  for nice in 0 10 19; do
    taskset -c "$cpu" nice -n "$nice" sh -c 'while :; do :; done' &
    loop=$!
    count "a loop on cpu $cpu at nice $nice" --mechanism pipe,unix_stream,posix_shm_sem --rounds 8
    stop_loop
  done
done
