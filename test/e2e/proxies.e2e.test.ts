import { expect } from "bun:test";
import { containersOf, has, nothingLeft, runsWith, untouched } from "./checks.ts";
import { engineCall } from "./engine-view.ts";
import { scenario } from "./scenario.ts";

const proxies = { default: { httpProxy: "http://proxy.example:3128", noProxy: "of-the-configuration" } };

scenario(
  "proxies",
  "containers and builds get them, what a service says wins, and no image keeps them",
  async (scene) => {
    await scene.write("home/.docker/config.json", JSON.stringify({ proxies }));
    await scene.step(
      "up",
      ["up", "-d"],
      has({ web: ["running"] }),
      runsWith("web", "HTTP_PROXY=http://proxy.example:3128"),
      runsWith("web", "http_proxy=http://proxy.example:3128"),
      runsWith("web", "NO_PROXY=of-the-service"),
      runsWith("web", "no_proxy=of-the-configuration"),
    );
    const built = await scene.step("the build had them", ["exec", "-T", "web", "cat", "/during-the-build"]);
    const lines = built.stdout.split("\n");
    expect(lines).toContain("HTTP_PROXY=http://proxy.example:3128");
    expect(lines).toContain("no_proxy=of-the-file");
    const image = await engineCall("GET", `/images/${scene.projectName}-web/json`);
    expect(JSON.stringify(image)).not.toContain("proxy.example");
    const made = await containersOf(scene);
    await scene.step("they are no reason to recreate", ["up", "-d"], untouched(made));
    await scene.step("down", ["down", "--rmi", "local"], nothingLeft);
  },
);
