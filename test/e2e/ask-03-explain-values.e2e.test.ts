import { prints } from "./checks.ts";
import { scenario } from "./scenario.ts";

scenario(
  "values-explained",
  "ask 3: for each variable it is told which source won, and what it replaced",
  async (scene) => {
    const explain = (name: string): string[] => ["config", "--explain", `services.web.environment.${name}`];
    await scene.step(
      "an override",
      explain("PORT"),
      prints("81", "compose.override.yaml:3", "compose.yaml:5", "web.env:1"),
    );
    await scene.step("an env file", explain("COLOUR"), prints("4 characters", "web.env:2"));
    await scene.step("a variable of .env", explain("MODE"), prints("MODE", ".env:1:1"));
    scene.env["MODE"] = "from-the-shell";
    await scene.step("the shell before .env", explain("MODE"), prints("from-the-shell, from the shell"));
    await scene.step(
      "a default",
      ["config", "--explain", "services.web.image"],
      prints("busybox:1.36", "TAG", "compose.yaml:3"),
    );
  },
);
