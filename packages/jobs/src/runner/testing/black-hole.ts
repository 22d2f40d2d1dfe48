import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { networkInterfaces } from "node:os";

/** An address of this machine that is not 127.0.0.1: of IPv6 where there is such a one. */
export const otherAddress = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === "::1"),
)
  ? "::1"
  : "127.0.0.2";

const program = `
use Socket qw(:all);
my ($host, $port) = @ARGV;
my $six = $host =~ /:/;
socket(my $listening, $six ? AF_INET6 : AF_INET, SOCK_STREAM, 0) or die $!;
bind($listening, $six ? pack_sockaddr_in6($port, inet_pton(AF_INET6, $host)) : pack_sockaddr_in($port, inet_aton($host))) or die $!;
listen($listening, 0) or die $!;
$| = 1;
print "ready\\n";
<STDIN>;
`;

/** A port at {@link otherAddress} that answers nobody, as if every packet to it were lost: a queue of one, which is full. */
export async function blackHole(port: number): Promise<AsyncDisposable> {
  const listening = Bun.spawn(["perl", "-e", program, otherAddress, String(port)], { stdin: "pipe", stdout: "pipe" });
  for await (const _ of listening.stdout) break;
  const filling: Socket[] = [];
  const fill = (): Socket => {
    const socket = connect({ host: otherAddress, port });
    socket.on("error", () => undefined);
    filling.push(socket);
    return socket;
  };
  await once(fill(), "connect");
  fill();
  return {
    async [Symbol.asyncDispose]() {
      for (const socket of filling) socket.destroy();
      listening.stdin.end();
      await listening.exited;
    },
  };
}
