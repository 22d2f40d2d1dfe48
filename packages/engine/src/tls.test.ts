import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectEngine } from "./connect.ts";

const root = mkdtempSync(join(tmpdir(), "slipway-tls-"));
let server: Server;
let host: string;

beforeAll(async () => {
  // One self-signed certificate is authority, server and client at once.
  const made = Bun.spawnSync([
    "openssl",
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-days",
    "2",
    "-subj",
    "/CN=127.0.0.1",
    "-addext",
    "subjectAltName=IP:127.0.0.1",
    "-keyout",
    join(root, "key.pem"),
    "-out",
    join(root, "cert.pem"),
  ]);
  expect(made.exitCode).toBe(0);
  await Bun.write(join(root, "ca.pem"), readFileSync(join(root, "cert.pem")));
  const [key, cert] = [readFileSync(join(root, "key.pem")), readFileSync(join(root, "cert.pem"))];
  server = createServer({ key, cert, ca: cert, requestCert: true, rejectUnauthorized: true }, (_, response) => {
    response.setHeader("Api-Version", "1.41").end('{"ServerVersion":"1"}');
  });
  server.on("upgrade", (_, socket) => {
    socket.end("HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\nConnection: Upgrade\r\n\r\nover tls");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  host = `tcp://127.0.0.1:${(server.address() as { port: number }).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(root, { recursive: true });
});

test("calls and hijacked streams go over TLS with the client's certificate", async () => {
  const engine = connectEngine({ env: { DOCKER_HOST: host, DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: root } });
  expect((await engine.system.info()).ServerVersion).toBe("1");
  const stream = await engine.containers.attach("x", true);
  let text = "";
  for await (const { data } of stream.output) text += Buffer.from(data).toString();
  expect(text).toBe("over tls");
  engine.close();
});

test("a certificate of an unknown authority is refused", async () => {
  const engine = connectEngine({ env: {}, host: host.replace("tcp", "https") });
  await expect(engine.system.info()).rejects.toMatchObject({
    code: "ENGINE_UNREACHABLE",
    message: expect.stringContaining("certificate"),
  });
});
