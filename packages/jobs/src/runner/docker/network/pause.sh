# Has the network of one job, and nothing else. The way out of it is chosen by the first argument:
#   internet  to public addresses; the rest come as arguments, and the network's own are left out as well
#   proxy     none but through connections to port 3128, which the worker carries over the engine
# What it says goes to standard output, a line each: `ready`, and `open N` for every connection. It ends with its input unless
# it was given to a job before: a worker that dies leaves nothing that waits.
way=$1
shift
cd /relay || exit
exec 3>&1

if [ "$way" = internet ]; then
  # A route that is in use does not need the ones that it was found by.
  gateway=$(ip route | sed -n 's/^default via \([^ ]*\).*/\1/p')
  ip route | sed -n 's/^\([0-9][^ ]*\) dev.*/\1/p' | while read -r own; do
    ip route del "$own" && ip route add blackhole "$own"
  done
  [ -z "$gateway" ] || ip route add blackhole "$gateway/32"
  for net in "$@"; do
    case $net in
      *:*) ip -6 route add blackhole "$net" 2>/dev/null ;;
      *) ip route add blackhole "$net" || exit ;;
    esac
  done
fi

# The worker reads and writes the other ends of the two pipes. cat would have the kernel copy, which keeps what is less than a lot.
cat >handle <<'END'
#!/bin/sh
n=$$
mkfifo "up.$n" "down.$n"
echo "open $n" >&3
exec 4<&0
dd bs=65536 <&4 >"up.$n" 2>/dev/null &
cat "down.$n"
kill $! 2>/dev/null
rm -f "up.$n" "down.$n"
END
chmod +x handle
if command -v tcpsvd >/dev/null; then
  tcpsvd -c 200 127.0.0.1 3128 ./handle &
else
  nc -ll -p 3128 -e ./handle &
fi
# Connections are taken from now on: the port stands in state 0A.
until grep -q ':0C38 .* 0A ' /proc/net/tcp /proc/net/tcp6 2>/dev/null; do sleep 0.01; done
echo ready
read -r _ || exit 0
while read -r _; do :; done
while :; do
  sleep 3600 &
  wait $!
done
