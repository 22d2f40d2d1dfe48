# Runs one job in its container and is the only program of the contract (version 1, docs/runner-contract.md).
# It needs sh, head, tee, tail, wc, df and date of any POSIX system, and git when a repository is given. The job comes over
# standard input: the length of a script in bytes and its number of lines, a line's end, the script. What it says stands in
# marks: a record separator, the nonce that came with the script, words, a line's end.
set -u
umask 022
root=/job
workspace=$root/workspace
nonce=slipway
stopping=
killing=
unnamed=
naming=
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
  trap '' TERM USR1 USR2
  kill -KILL -1 2>/dev/null
  if [ -n "$naming" ] && wait "$naming" 2>/dev/null; then unnamed=; fi
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
  if [ -x "$root" ] && [ ! -e "$root/result.json" ] && [ ! -h "$root/result.json" ]; then mark no-result; fi
  mark "end $*"
  [ -z "$unnamed" ] || read -r _ || exit 1
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
  [ -z "$unnamed" ] || [ -n "$naming" ] || named
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

# A container that waited for its job has no name of its own yet. What $unnamed says happens as soon as something of the job runs: all
# of it ends should the worker go before it has given the name, for nobody could find it then.
named() {
  trap 'exit 1' USR2
  exec 3<&0
  {
    read -r _ <&3 || {
      kill -USR2 1
      exit 1
    }
  } &
  naming=$!
  exec 3<&-
}

# checkout URL SERVER COMMIT SUBMODULES LFS TOKEN PROXY: the commit in the workspace, and nothing else. git gets the token by its
# credential protocol, for this server only; hooks, monitors and other transports are off, and no configuration of the image counts.
checkout() {
  mark "phase checkout $3"
  command -v git >/dev/null || finish checkout 127 "the image has no git"
  why="commit $3 of $1 could not be checked out"
  printf '%s\n' '[protocol]' 'version = 2' '[core]' 'hooksPath = /dev/null' 'fsmonitor = false' '[gc]' 'auto = 0' \
    '[maintenance]' 'auto = false' '[advice]' 'detachedHead = false' '[init]' 'defaultBranch = main' \
    '[lfs]' 'skipDownloadErrors = false' '[lfs "transfer"]' 'maxRetries = 3' \
    "[credential \"$2\"]" \
    'helper = "!f() { test \"$1\" = get && printf \"username=x-access-token\\npassword=%s\\n\" \"$SLIPWAY_TOKEN\"; }; f"' \
    >"$root/.gitconfig"
  (
    export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL="$root/.gitconfig" GIT_ATTR_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0
    export GIT_ALLOW_PROTOCOL=http:https GIT_LFS_SKIP_SMUDGE=1 HOME="$root/home" SLIPWAY_TOKEN="$6"
    [ -z "$7" ] || export http_proxy="$7" https_proxy="$7" HTTPS_PROXY="$7" no_proxy='' NO_PROXY=''
    cd "$workspace" || exit
    git init -q && git remote add origin "$1" && fetch "$3" && git checkout -q --detach "$3" || exit
    [ "$(git rev-parse HEAD)" = "$3" ] && [ "$(git write-tree)" = "$(git rev-parse 'HEAD^{tree}')" ] || {
      echo "what was checked out is not $3"
      exit 1
    }
    [ -z "$4" ] || git submodule -q update --init --recursive --depth 1 || exit
    [ -z "$5" ] || large_files "$3" "$1"
  ) 2>&1 &
  child=$!
  await
  [ ! -s "$root/.why" ] || read -r why <"$root/.why"
  rm -f "$root/.gitconfig" "$root/.why"
  [ "$code" -eq 0 ] || finish checkout "$code" "$why"
  mark "checkout $3 $(git --git-dir="$workspace/.git" rev-parse 'HEAD^{tree}')"
  # The way to the server is closed before anything of the job runs.
  [ -z "$7" ] || read -r _
}

# fetch COMMIT: alone; from a server that gives no commit by its name, with more and more of the history.
fetch() {
  git fetch -q --no-tags --no-recurse-submodules --depth 1 origin "$1" && return
  for depth in --depth=50 --depth=1000 --unshallow; do
    git fetch -q --no-recurse-submodules "$depth" origin '+refs/*:refs/remotes/origin/*' || return
    if git cat-file -e "$1^{commit}" 2>/dev/null; then return; fi
  done
  echo "the server has no commit $1"
  return 1
}

# large_files COMMIT URL: what Git LFS keeps beside the repository, in its submodules too. It checks the hash of each file itself, and
# its filters stay in the repository's configuration, so that the job's own git sees these files as unchanged.
large_files() {
  echo "the large files of commit $1 of $2 could not be fetched" >"$root/.why"
  if git lfs version >/dev/null 2>&1; then
    large='git lfs install --local --skip-repo >/dev/null && git lfs pull'
    sh -c "$large" && git submodule -q foreach --recursive "$large"
    return
  fi
  count=$({
    git ls-files ':(attr:filter=lfs)'
    git submodule -q foreach --recursive "git ls-files ':(attr:filter=lfs)'"
  } | wc -l)
  [ "$count" -ne 0 ] || return 0
  echo "the image has no git-lfs, and commit $1 has large files: $((count))" >"$root/.why"
  return 127
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

mkdir -p "$workspace" "$root/home"
mark "1 ready"
read -r length lines || exit 0
if [ "$length" -gt 4096 ]; then
  script=$(head -c "$length")
else
  # A shell reads its input byte by byte, which for few is faster than another program.
  script=
  while [ "$lines" -gt 0 ]; do
    IFS= read -r line || exit 0
    script="$script$line
"
    lines=$((lines - 1))
  done
fi
# The script is one function and its call: of a part of it, from a worker that went, nothing runs.
eval "$script"
exit 1
