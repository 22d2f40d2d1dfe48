import { exits, has, nothingLeft, tells } from "./checks.ts";
import { scenario } from "./scenario.ts";

scenario(
  "wait-truthful",
  "ask 5: --wait takes a job that ended well and a container that restarts for ready, and says why another is not",
  async (scene) => {
    await scene.step("up", ["up", "--wait"], has({ migrate: ["exited"], shaky: ["running"] }));
    await scene.step(
      "an unhealthy container is told with its probe and its last lines",
      ["--profile", "sick", "up", "--wait"],
      exits(1),
      tells("no answer from port 80", "the disk is gone"),
    );
    await scene.step("down", ["down"], nothingLeft);
  },
);
