import { exits, tells } from "./checks.ts";
import { scenario } from "./scenario.ts";

scenario(
  "good-errors",
  "ask 2: every error is told at once, with file:line:column, the text and a cure, before anything is touched",
  async (scene) => {
    await scene.step(
      "up",
      ["up", "-d"],
      exits(1),
      tells(
        'unknown attribute "imagee"',
        "compose.yaml:3:5",
        "    imagee: busybox:${MISSING_TAG}",
        'did you mean "image"?',
      ),
      tells("databse", "compose.yaml:4:18", 'did you mean "database"?'),
      tells('no valid container port: "http"', "compose.yaml:5:14"),
      tells('"database"', "compose.yaml:9:18", "profile"),
      tells("the variable MISSING_TAG is not set", "also: compose.yaml:6:"),
    );
  },
);
