import { expect } from "bun:test";
import { nothingLeft, prints } from "./checks.ts";
import { scenario } from "./scenario.ts";

scenario(
  "logs-followed",
  "ask 10: logs follow through restarts, recreations and new replicas; output for programs is stable",
  async (scene) => {
    await scene.step("up", ["up", "-d"]);
    const logs = scene.start(["logs", "-f"]);
    await logs.until(/web-1 +\| begin one/);
    await scene.step("restart", ["restart"]);
    await logs.until(/(begin one[\s\S]*){2}/);
    scene.env["ROUND"] = "two";
    await scene.step("recreate", ["up", "-d"]);
    await logs.until(/web-1 +\| begin two/);
    await scene.step("scale", ["scale", "web=2"]);
    await logs.until(/web-2 +\| begin two/);
    logs.signal("SIGINT");
    const { stdout } = await logs.ended;
    await scene.also("nothing twice, nothing lost", () => {
      const lines = stdout.split("\n").filter((line) => line.includes("begin"));
      expect(lines.map((line) => line.replace(/ +/g, " "))).toEqual([
        "web-1 | begin one",
        "web-1 | begin one",
        "web-1 | begin two",
        "web-2 | begin two",
      ]);
    });
    const ended = await scene.step("progress as JSON", ["--progress", "json", "up", "-d", "--force-recreate"]);
    await scene.also("one object a line, nothing else", () => {
      const objects = ended.stderr
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as { id?: string });
      expect(objects.some(({ id }) => id?.includes("web-1"))).toBe(true);
    });
    await scene.step("ps as JSON", ["ps", "--format", "json"], prints('"Service":"web"'));
    await scene.step("down", ["down"], nothingLeft);
  },
);
