import { expect, test } from "bun:test";
import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { readListeners } from "./port-holders.ts";

const onLinux = test.skipIf(process.platform !== "linux");

onLinux("a listener of this machine is found with its process", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const found = readListeners((socket) => socket.port === port && socket.protocol === "tcp");
  server.close();
  expect(found).toEqual([
    {
      address: "127.0.0.1",
      port,
      protocol: "tcp",
      process: expect.stringMatching(new RegExp(`\\(pid ${process.pid}\\)$`)),
    },
  ]);
});

onLinux("so are one on IPv6 and one of UDP", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "::1", resolve));
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  const ports = { tcp: (server.address() as { port: number }).port, udp: socket.address().port };
  const found = readListeners(({ port, protocol }) => port === ports[protocol as "tcp" | "udp"]);
  server.close();
  socket.close();
  expect(found.map(({ address, protocol }) => `${protocol} ${address}`)).toEqual(["tcp ::1", "udp 127.0.0.1"]);
});
