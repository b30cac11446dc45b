#!/bin/bash
# Compares cells of ipcbench with independent tools from Debian's packages: same machine, same CPUs,
# alternating, several times. Prints a table of medians and ratios; docs/cross-checks.md explains it.
#
#   tests/machine/cross_checks.sh [--rounds N] [--seconds S] [--cpus CLIENT:SERVER] [--install]
#
# The program is $IPCBENCH, else the front door of the project. A tool that is missing is left out
# and named; --install installs it with apt-get and says so.
set -euo pipefail

here=$(dirname "$(readlink -f -- "$0")")
program=${IPCBENCH:-$(dirname "$(dirname "$here")")/ipcbench}
rounds=5
seconds=2
cpus=
install=
port=24680
server=
work=

say() { printf '%s\n' "$*" >&2; }
fail() {
  say "cross_checks: $*"
  exit 2
}

clean_up() {
  stop_server
  [ -z "$work" ] || rm -rf -- "$work"
}

stop_server() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || :
  [ -z "$server" ] || wait "$server" 2>/dev/null || :
  server=
}

is_number() { [[ $1 =~ ^[1-9][0-9]*$ ]]; }

read_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      --rounds) rounds=${2-} && shift ;;
      --seconds) seconds=${2-} && shift ;;
      --cpus) cpus=${2-} && shift ;;
      --install) install=yes ;;
      *) fail "unknown option '$1' (--rounds N, --seconds S, --cpus A:B, --install)" ;;
    esac
    shift
  done
  is_number "$rounds" || fail '--rounds takes a number'
  is_number "$seconds" || fail '--seconds takes a number'
}

# The first two that are allowed, unless the caller knows better.
choose_cpus() {
  local allowed
  if [ -z "$cpus" ]; then
    allowed=$(taskset -cp $$ | sed 's/.*: //' | tr ',' '\n' |
      awk -F - '{ for (i = $1; i <= ($2 == "" ? $1 : $2); ++i) print i }' | head -n 2)
    cpus=$(tr '\n' ':' <<<"$allowed")
    cpus=${cpus%:}
  fi
  [[ $cpus =~ ^[0-9]+:[0-9]+$ ]] || fail "needs two CPUs, got '$cpus'"
  client=${cpus%:*}
  other=${cpus#*:}
}

# --- tools ---------------------------------------------------------------------------------------

package_of() { if [ "$1" = perf ]; then echo linux-perf; else echo "$1"; fi; }

has() { command -v "$1" >/dev/null 2>&1; }

find_tools() {
  local tool missing=()
  for tool in perf sockperf qperf iperf3; do has "$tool" || missing+=("$(package_of "$tool")"); done
  [ "${#missing[@]}" -ne 0 ] || return 0
  if [ -n "$install" ]; then
    say "cross_checks: installing ${missing[*]}"
    apt-get install -y --no-install-recommends "${missing[@]}" >&2
  else
    say "cross_checks: left out: ${missing[*]}; to have them, run this as root (or use --install):"
    say "  apt-get install -y --no-install-recommends ${missing[*]}"
  fi
}

versions() {
  "$program" --version
  if has perf; then perf --version; fi
  if has sockperf; then sockperf --version 2>/dev/null | tr -d '\033' | sed 's/\[[0-9;]*m//g' | head -n 1; fi
  if has qperf; then qperf --version | head -n 1; fi
  if has iperf3; then iperf3 --version | head -n 1; fi
}

# start_server COMMAND...: in the background, on the server's CPU, until it listens.
start_server() {
  taskset -c "$other" "$@" >"$work/server" 2>&1 &
  server=$!
  local tries
  for ((tries = 0; tries < 200; ++tries)); do
    # Listening (TCP, 0A) or bound (UDP, 07), seen from outside: a connection would be a client.
    if grep -qsE "^ *[0-9]+: [0-9A-F]+:$(printf %04X "$port") [0-9A-F]+:0000 0[A7] " \
      /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6; then return; fi
    kill -0 "$server" 2>/dev/null || break
    sleep 0.05
  done
  cat "$work/server" >&2
  fail "$1 does not listen on port $port"
}

# The old one may have connections that linger.
next_port() { port=$((port + 1)); }

# Each measure_ function leaves its figure in $work/figure: in a subshell it could not keep track of
# its server and its port.

# Microseconds of a round trip, mean. Both processes inherit one CPU; the child is moved.
measure_perf() {
  local loops=$((seconds * 50000)) parent child tries
  taskset -c "$client" perf bench -f simple sched pipe -l "$loops" >"$work/perf" &
  parent=$!
  for ((tries = 0; tries < 200; ++tries)); do
    child=$(cat "/proc/$parent/task/$parent/children" 2>/dev/null || :)
    [ -z "$child" ] || break
    sleep 0.005
  done
  # shellcheck disable=SC2086  # a blank behind the number
  [ -z "$child" ] || taskset -cp "$other" $child >/dev/null
  wait "$parent"
  # The time of all of them, in seconds.
  awk -v n="$loops" 'NF == 1 { print $1 / n * 1e6 }' "$work/perf" >"$work/figure"
}

# Microseconds of a round trip, median.
measure_sockperf() {
  local protocol=()
  [ "$1" = udp ] || protocol=(--tcp)
  next_port
  start_server sockperf sr "${protocol[@]}" -i 127.0.0.1 -p "$port"
  taskset -c "$client" sockperf pp "${protocol[@]}" -i 127.0.0.1 -p "$port" -m 64 -t "$seconds" \
    --full-rtt >"$work/sockperf" 2>&1
  stop_server
  sed -n 's/.*percentile 50.000 = *\([0-9.]*\).*/\1/p' "$work/sockperf" >"$work/figure"
}

# Microseconds of a round trip, mean: what qperf calls latency is half of it.
measure_qperf() {
  next_port
  start_server qperf -lp "$port"
  taskset -c "$client" qperf -lp "$port" -m 64 -t "$seconds" -uu -e 6 127.0.0.1 "$1_lat" \
    >"$work/qperf"
  stop_server
  awk '$1 == "latency" { print $3 * 2 / 1000 }' "$work/qperf" >"$work/figure"
}

# MB/s that arrived.
measure_iperf3() {
  next_port
  start_server iperf3 -s -1 -p "$port"
  taskset -c "$client" iperf3 -c 127.0.0.1 -p "$port" -t "$seconds" -l 64K -J >"$work/iperf3"
  stop_server
  awk '/"sum_received"/ { inside = 1 }
    inside && /"bits_per_second"/ { gsub(/[^0-9.e+]/, "", $2); print $2 / 8e6; exit }' "$work/iperf3" \
    >"$work/figure"
}

# measure_ours PATTERN MECHANISM BYTES METRIC: ours, in the tool's unit.
measure_ours() {
  "$program" run --quiet --pattern "$1" --mechanism "$2" --size "$3" --placement "$cpus" --rounds 1 \
    --budget "${seconds}s" --out "$work/ours.json" --csv "$work/ours.csv" >/dev/null
  awk -F , -v metric="$4" 'NR == 1 { for (i = 1; i <= NF; ++i) column[$i] = i; next }
    $column["metric"] == metric {
      value = $column["value"]
      print $column["unit"] == "ns" ? value / 1000 : value
      exit
    }' "$work/ours.csv" >"$work/figure"
}

# --- the comparison ------------------------------------------------------------------------------

# median FILE
median() { sort -g "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# compare TOOL LABEL UNIT MEASURE ARGUMENT -- OURS...: one row.
compare() {
  local tool=$1 label=$2 unit=$3 measure=$4 argument=$5 round theirs ours
  shift 6
  has "$tool" || return 0
  : >"$work/theirs" && : >"$work/mine" && : >"$work/ratios"
  for ((round = 0; round < rounds; ++round)); do
    say "cross_checks: $label, $((round + 1)) of $rounds"
    theirs='' ours=''
    # Who goes first changes: what drifts must not favour one of them.
    if ((round % 2 == 0)); then
      "$measure" "$argument" && theirs=$(cat "$work/figure")
      measure_ours "$@" && ours=$(cat "$work/figure")
    else
      measure_ours "$@" && ours=$(cat "$work/figure")
      "$measure" "$argument" && theirs=$(cat "$work/figure")
    fi
    if [ -z "$theirs" ] || [ -z "$ours" ]; then
      fail "$label: no figure (theirs '$theirs', ours '$ours')"
    fi
    echo "$theirs" >>"$work/theirs"
    echo "$ours" >>"$work/mine"
    awk -v a="$ours" -v b="$theirs" 'BEGIN { print a / b }' >>"$work/ratios"
  done
  printf '| %s | %s | %.4g | %.4g | %.2f | %.2f to %.2f |\n' "$label" "$unit" \
    "$(median "$work/theirs")" "$(median "$work/mine")" "$(median "$work/ratios")" \
    "$(sort -g "$work/ratios" | head -n 1)" "$(sort -g "$work/ratios" | tail -n 1)"
}

read_arguments "$@"
has taskset || fail 'needs taskset (package util-linux)'
choose_cpus
find_tools
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
work=$(mktemp -d)

printf 'client on cpu %s, server on cpu %s; %s rounds of %s s, alternating; TCP uses %s\n\n' \
  "$client" "$other" "$rounds" "$seconds" \
  "$(cat /proc/sys/net/ipv4/tcp_congestion_control 2>/dev/null || echo unknown)"
versions | sed 's/^/* /'
printf '\n| what | unit | tool | ipcbench | ratio | from, to |\n|---|---|---|---|---|---|\n'
compare perf 'pipe round trip, 4 B: perf bench sched pipe' us measure_perf '' -- \
  round_trip pipe 4 rtt_mean
compare sockperf 'tcp round trip, 64 B: sockperf, p50' us measure_sockperf tcp -- \
  round_trip tcp 64 rtt_p50
compare sockperf 'udp round trip, 64 B: sockperf, p50' us measure_sockperf udp -- \
  round_trip udp 64 rtt_p50
compare qperf 'tcp round trip, 64 B: qperf, mean' us measure_qperf tcp -- round_trip tcp 64 rtt_mean
compare qperf 'udp round trip, 64 B: qperf, mean' us measure_qperf udp -- round_trip udp 64 rtt_mean
compare iperf3 'tcp stream, 64 KiB: iperf3' MB/s measure_iperf3 '' -- stream tcp 65536 throughput
