import { afterAll, beforeAll, expect } from "bun:test";
import { lending } from "../../testing/lending.ts";
import { outcomeOf, requestOf, step } from "../../testing/subject.ts";
import { dockerSubject } from "../testing/docker-subject.ts";

// The server stands for everything that listens on this machine or beside it: the control plane, a database, a cloud's metadata.
let server: ReturnType<typeof Bun.serve>;
let host: string;
const test = lending(async () => {
  const subject = await dockerSubject({ reachable: [host] });
  // The network with the way out stays for the next jobs.
  const own = `slipway-jobs-${subject.group}`;
  return { ...subject, leftovers: async () => (await subject.leftovers()).filter((name) => name !== own) };
});
beforeAll(() => {
  server = Bun.serve({ hostname: "0.0.0.0", port: 0, fetch: ({ method }) => new Response(`reached by ${method}`) });
  host = `127.0.0.1:${server.port}`;
});
afterAll(() => server.stop(true));

/** Tries to reach addresses directly and through whatever proxy there is; prints those that answer. */
const tryAll = (...targets: readonly string[]) =>
  targets
    .map((target) => `if curl -s -m 5 http://${target}/; then echo; echo "direct ${target}"; fi`)
    .concat("test ! -e /var/run/docker.sock && test ! -e /run/podman/podman.sock && echo no socket")
    .join("\n");

test("a job without a network reaches nothing at all", async (subject) => {
  const run = `${tryAll(host, "169.254.169.254", "127.0.0.1:2375")}; ls /sys/class/net`;
  const { end, output } = await outcomeOf(subject.runner, requestOf(step(run)));
  expect(output).toBe("no socket\nlo\n");
  expect(end.egress).toBeUndefined();
});

test("a job with a list reaches its hosts and no others, and its end tells both", async (subject) => {
  const run = [
    `curl -s http://${host}/; echo`,
    `curl -sp http://${host}/; echo`,
    "curl -s -o /dev/null -w '%{http_code}\\n' http://example.org/",
    "curl -s -o /dev/null -w '%{http_connect}\\n' https://169.254.169.254/ || :",
    `env -u http_proxy curl -s -m 5 http://${host}/ || echo not directly`,
  ].join("\n");
  const { end, output } = await outcomeOf(
    subject.runner,
    requestOf({ ...step(run), network: { allow: [host, "169.254.169.254"] } }),
  );
  expect(output).toBe("reached by GET\nreached by GET\n403\n403\nnot directly\n");
  expect(end.egress).toEqual({ allowed: [host], denied: ["example.org:80", "169.254.169.254:443"] });
});

test("a private address is not reached by a job whose list has it, unless the runner's owner says so", async () => {
  await using strict = await dockerSubject();
  const run = `curl -s http://${host}/`;
  const { end, output } = await outcomeOf(strict.runner, requestOf({ ...step(run), network: { allow: [host] } }));
  expect(output).toStartWith(`slipway: ${host} is no public address (`);
  expect(end.egress).toEqual({ allowed: [], denied: [host] });
});

test("a job with the internet has a way out, and none to private addresses, its host or other jobs", async (subject) => {
  const bridge = (await subject.engine.networks.list()).find(({ Name }) => Name === "bridge" || Name === "podman");
  const others =
    bridge?.IPAM?.Config?.flatMap(({ Gateway = "" }) => (Gateway === "" ? [] : [`${Gateway}:${server.port}`])) ?? [];
  const run = [
    tryAll("169.254.169.254", "10.0.0.1", ...others),
    `gateway=$(awk '$1 == "eth0" { print $3 }' /proc/net/route | sed 's/\\(..\\)\\(..\\)\\(..\\)\\(..\\)/0x\\4 0x\\3 0x\\2 0x\\1/')`,
    `test -n "$gateway" && echo a way out`,
    `curl -s -m 5 http://$(printf '%d.%d.%d.%d' $gateway):${server.port}/ || echo not the gateway`,
  ].join("\n");
  const { output } = await outcomeOf(subject.runner, requestOf({ ...step(run), network: "internet" }));
  expect(output).toBe("no socket\na way out\nnot the gateway\n");
});

test("a worker that takes over carries the connections of the job from then on", async (subject) => {
  const run = `curl -s http://${host}/; echo; echo ready; while ! test -e again; do sleep 0.1 || :; done; curl -s http://${host}/`;
  const request = requestOf({ ...step(`trap 'touch again' TERM; ${run}`), network: { allow: [host] } });
  const before = await subject.second();
  const first = await before.start(request);
  for await (const { bytes } of first.logs(0)) if (Buffer.from(bytes).includes("ready")) break;
  await before.close();
  const other = await subject.second();
  const taken = await other.attach(request);
  if (!taken) throw new Error("nothing to attach to");
  let output = "";
  const reading = (async () => {
    for await (const { bytes } of taken.logs(0)) output += Buffer.from(bytes).toString();
  })();
  await taken.cancel("canceled");
  await reading;
  expect(output.match(/reached by GET/g)).toHaveLength(2);
  expect((await taken.ended()).egress).toEqual({ allowed: [host], denied: [] });
  await other.remove(request);
  await other.close();
});
