# Runs one job in its container and is the only program of the contract (version 1, docs/runner-contract.md).
# It needs sh, head, tee, tail, df and date of any POSIX system, and git when a repository is given. The job comes over
# standard input: the length of a script in bytes, a line's end, the script. What it says stands in marks: a record
# separator, the nonce that came with the script, words, a line's end.
set -u
umask 022
root=/job
workspace=$root/workspace
nonce=slipway
stopping=
killing=
code=0

mark() {
  printf '\036%s %s\n' "$nonce" "$*"
}

# The first signal goes to everything that the job has started; the second, when the grace period is over, ends the waiting.
trap 'stopping=1; kill -TERM -1 2>/dev/null' TERM
trap 'killing=1' USR1

# finish REASON CODE WORDS: nothing of the job runs any more when the mark is made. Then the workspace waits to be collected:
# it lies in memory, and goes with this process.
finish() {
  trap '' TERM USR1
  kill -KILL -1 2>/dev/null
  wait
  while kill -KILL -1 2>/dev/null; do :; done
  if [ "$1" = exit ] && [ "$2" -ne 0 ]; then
    if killed_for_memory; then
      shift
      set -- oom "$@"
    elif full; then
      shift
      set -- disk "$@"
    fi
  fi
  mark "end $*"
  while read -r _; do :; done
  while :; do sleep 3600; done
}

# The kernel has killed something of this container for its memory: cgroup v2, then v1.
killed_for_memory() {
  for counts in /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory/memory.oom_control; do
    [ -r "$counts" ] || continue
    while read -r name value; do
      if [ "$name" = oom_kill ] && [ "$value" -gt 0 ]; then return 0; fi
    done <"$counts"
  done
  return 1
}

# Less than a hundredth is free.
full() {
  df -Pk "$root" /tmp 2>/dev/null | {
    found=1
    while read -r _ blocks _ free _; do
      case $blocks in
        '' | *[!0-9]*) continue ;;
      esac
      [ "$((free * 100))" -ge "$blocks" ] || found=0
    done
    return "$found"
  }
}

# Waits for the command $child, or for the end of all when it is to stop.
await() {
  code=0
  wait "$child" || code=$?
  [ -n "$stopping" ] || return 0
  while [ -z "$killing" ] && kill -0 -1 2>/dev/null; do
    sleep 0.05 &
    wait $!
  done
  finish stopped 143
}

# run COMMAND: in a shell of its own, which alone has the job's environment.
run() {
  (
    environment
    cd "$workspace" && exec sh -eu -c "$1"
  ) 2>&1 &
  child=$!
  await
}

# step PHASE NAME COMMAND: the first that fails ends the job.
step() {
  mark "phase $1 $2"
  run "$3"
  [ "$code" -eq 0 ] || finish exit "$code" "$1 $2"
}

# observe COMMAND: as run, and what it printed last is in $root/observed.
observe() {
  rm -f "$root/.pipe" "$root/.printed"
  mkfifo "$root/.pipe"
  tee "$root/.printed" <"$root/.pipe" &
  copying=$!
  left=$((ends - $(date +%s)))
  [ "$left" -gt 0 ] || left=1
  (
    environment
    export SLIPWAY_ITERATION="$iteration" SLIPWAY_OBSERVED="$root/observed"
    cd "$workspace" || exit
    if command -v timeout >/dev/null; then
      exec timeout "$left" sh -eu -c "$1"
    fi
    exec sh -eu -c "$1"
  ) >"$root/.pipe" 2>&1 &
  child=$!
  await
  # Something that the command left running may hold the pipe for ever.
  (
    sleep 2
    kill "$copying"
  ) >/dev/null 2>&1 &
  impatient=$!
  wait "$copying" 2>/dev/null
  kill "$impatient" 2>/dev/null
  [ -z "$stopping" ] || await
  tail -c 65536 "$root/.printed" >"$root/.last"
}

# loop RUN FAST FULL ITERATIONS SECONDS: the command, then the checks, again with what the one that failed has printed.
loop() {
  iteration=0
  ends=$(($(date +%s) + $5))
  : >"$root/observed"
  while :; do
    iteration=$((iteration + 1))
    mark "phase loop run $iteration"
    observe "$1"
    failed=run
    if [ "$code" -eq 0 ] && [ -n "$2" ]; then
      mark "phase loop fast_check $iteration"
      observe "$2"
      failed=fast_check
    fi
    if [ "$code" -eq 0 ] && [ -n "$3" ]; then
      mark "phase loop full_check $iteration"
      observe "$3"
      failed=full_check
    fi
    if [ "$code" -eq 0 ]; then
      mark "loop passed $iteration"
      return
    fi
    mark "loop failed $iteration $failed $code"
    mv "$root/.last" "$root/observed"
    [ "$iteration" -lt "$4" ] || finish exit "$code" "loop: $failed failed in the last of $iteration iterations"
    [ "$(date +%s)" -lt "$ends" ] || finish exit "$code" "loop: the time was over in iteration $iteration"
  done
}

mark "1 ready"
IFS= read -r length || exit 0
script=$(head -c "$length")
mkdir -p "$workspace" "$root/home"
eval "$script"
finish exit 0
