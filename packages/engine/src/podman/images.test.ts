import { afterAll, expect, test } from "bun:test";
import { connectEngine } from "../connect.ts";

/** What the engine answers next, one after the other; the last one again and again. */
let answers: [status: number, body: unknown][] = [];
const asked: string[] = [];

const engine = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch(request) {
    const { pathname } = new URL(request.url);
    if (!pathname.includes("/images/")) {
      const version = { ApiVersion: "1.41", MinAPIVersion: "1.24", Components: [{ Name: "Podman Engine" }] };
      return Response.json(version, { headers: { "Api-Version": "1.41", "Libpod-Api-Version": "4.3.1" } });
    }
    asked.push(`${request.method} ${pathname.replace(/^\/v[\d.]+/, "")}`);
    const [status, body] = (answers.length > 1 ? answers.shift() : answers[0]) ?? [500, {}];
    return Response.json(body, { status });
  },
});
afterAll(() => engine.stop(true));

const changing = `reading image "5a1c": locating image with ID "5a1c": image not known`;

async function withImages<T>(next: typeof answers, act: (engine: ReturnType<typeof connectEngine>) => Promise<T>) {
  answers = next;
  asked.length = 0;
  const connected = connectEngine({ env: {}, host: `tcp://127.0.0.1:${engine.port}` });
  try {
    return await act(connected);
  } finally {
    connected.close();
  }
}

test("an image that Podman cannot tell of, because it makes or removes another, is asked for again", async () => {
  const stumbles: typeof answers = [
    [500, { message: `failed to convert ImageData to ImageInspect 'web': ${changing}` }],
    [404, { message: `failed to find image web: ${changing.replace("image not known", "No such image")}` }],
    [200, { Id: "77", RepoTags: ["docker.io/library/web:latest"] }],
  ];
  const found = await withImages(stumbles, ({ images }) => images.inspect("web"));
  expect(found).toMatchObject({ Id: "77", RepoTags: ["web:latest"] });
  expect(asked).toHaveLength(3);
});

test("an image that is not there is asked for once", async () => {
  const missing: typeof answers = [
    [404, { message: "failed to find image web: docker.io/library/web: No such image" }],
  ];
  expect(await withImages(missing, ({ images }) => images.inspect("web"))).toBeUndefined();
  expect(asked).toEqual(["GET /images/web/json"]);
});

test("whoever gives up asks no more", async () => {
  const giveUp = new AbortController();
  const inspected = withImages([[500, { message: changing }]], async ({ images }) => {
    const answer = images.inspect("web", { signal: giveUp.signal });
    while (asked.length < 2) await new Promise((resolve) => setImmediate(resolve));
    giveUp.abort(new Error("given up"));
    return await answer;
  });
  await expect(inspected).rejects.toThrow();
  expect(asked).toHaveLength(2);
});
