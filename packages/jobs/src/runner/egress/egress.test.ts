import { expect, test } from "bun:test";
import { isPublic } from "./addresses.ts";
import { createEgress } from "./egress.ts";
import { lets, parseTarget } from "./hosts.ts";
import { serveProxy } from "./proxy.ts";

test("an address of a machine, a cloud's metadata or a private network is never public, in whatever form", () => {
  const hidden = [
    "127.0.0.1",
    "10.1.2.3",
    "172.31.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.100.100.200",
    "0.0.0.0",
  ];
  const others = [
    "::1",
    "::",
    "fe80::1",
    "fd00:ec2::254",
    "::ffff:169.254.169.254",
    "::ffff:a9fe:a9fe",
    "64:ff9b::a00:1",
    "ff02::1",
  ];
  expect([...hidden, ...others, "224.0.0.1", "255.255.255.255", "no address"].filter(isPublic)).toEqual([]);
  expect(["8.8.8.8", "2606:4700:4700::1111", "172.32.0.1", "::ffff:8.8.8.8"].map(isPublic)).toEqual([
    true,
    true,
    true,
    true,
  ]);
});

test("a pattern lets its host through, at the usual ports or the one that it names", () => {
  const through = (pattern: string, target: string): boolean =>
    lets(pattern, parseTarget(target) ?? { host: "", port: 0 });
  expect(through("example.org", "EXAMPLE.org:443")).toBe(true);
  expect(through("example.org", "example.org:22")).toBe(false);
  expect(through("example.org:22", "example.org:22")).toBe(true);
  expect(through("example.org", "sub.example.org:443")).toBe(false);
  expect(through("*.example.org", "a.sub.example.org:80")).toBe(true);
  expect(through("*.example.org", "example.org:80")).toBe(false);
  expect(through("*.example.org", "evilexample.org:80")).toBe(false);
  expect(through("[2001:db8::1]:8080", "[2001:DB8::1]:8080")).toBe(true);
});

test("a private address is not reached by a name that may be reached", async () => {
  const egress = createEgress({ network: { allow: ["localhost", "127.0.0.1:80"] } }, { reachable: [] });
  expect(await egress.decide({ host: "localhost", port: 80 })).toMatchObject({
    denied: expect.stringMatching(/^localhost:80 is no public address/),
  });
  expect(await egress.decide({ host: "127.0.0.1", port: 80 })).toMatchObject({
    denied: expect.stringMatching(/^127.0.0.1:80 is no public address/),
  });
  expect(await egress.decide({ host: "example.org", port: 80 })).toMatchObject({
    denied: expect.stringContaining("not among"),
  });
  expect(egress.report()).toEqual({ allowed: [], denied: ["localhost:80", "127.0.0.1:80", "example.org:80"] });
});

test("a proxy carries a tunnel and a plain request, and refuses the rest", async () => {
  using server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: async (request) =>
      new Response(`${request.method} ${new URL(request.url).pathname} ${await request.text()}`),
  });
  const host = `127.0.0.1:${server.port}`;
  const egress = createEgress({ network: { allow: [host] } }, { reachable: [host] });
  const answer = async (...sent: readonly string[]): Promise<string> => {
    const seen: Uint8Array[] = [];
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    async function* input() {
      for (const text of sent) yield Buffer.from(text);
      await over;
    }
    const write = async (bytes: Uint8Array): Promise<void> => void seen.push(bytes);
    await serveProxy({ input: input(), write, end, close: end }, egress);
    return Buffer.concat(seen).toString();
  };
  const plain = await answer(
    `POST http://${host}/path HTT`,
    `P/1.1\r\nProxy-Connection: x\r\nContent-Length: 4\r\n\r\nbo`,
    "dy",
  );
  expect(plain).toStartWith("HTTP/1.1 200 OK");
  expect(plain).toEndWith("POST /path body");
  const tunnel = await answer(
    `CONNECT ${host} HTTP/1.1\r\n\r\nGET /in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
  );
  expect(tunnel).toStartWith("HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 OK");
  expect(tunnel).toEndWith("GET /in ");
  expect(await answer("CONNECT 127.0.0.1:1 HTTP/1.1\r\n\r\n")).toStartWith("HTTP/1.1 403 Forbidden");
  expect(await answer("GET / HTTP/1.1\r\n\r\n")).toStartWith("HTTP/1.1 400 Bad Request");
});
