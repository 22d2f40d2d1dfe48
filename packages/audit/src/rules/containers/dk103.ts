import { isTest, nameOf } from "../../inventory/paths.ts";
import { defineRule } from "../rule.ts";

export const dk103 = defineRule({
  id: "DK103",
  why: "A Dockerfile that nobody builds is not kept in order, and looks like the one that counts.",
  bad: {
    "compose.yaml": "services:\n  web:\n    build: .\n",
    Dockerfile: "FROM nginx:1.27\n",
    "Dockerfile.old": "FROM nginx:1.19\n",
  },
  good: {
    "compose.yaml": "services:\n  web:\n    build: .\n",
    Dockerfile: "FROM nginx:1.27\n",
    "Dockerfile.arm": "FROM arm64v8/nginx:1.27\n",
    "release.sh": "docker build -f Dockerfile.arm .\n",
  },
  fix: "Delete it, or name it in the Compose file, workflow or script that builds it",
  *check({ buildFiles, builds, referencesTo }) {
    const built = new Set(builds.map(({ dockerfile }) => dockerfile));
    for (const { path, stages } of buildFiles) {
      // A platform builds the only Dockerfile of a repository without being told.
      if (built.has(path) || buildFiles.length === 1 || path === "Dockerfile" || isTest(path)) continue;
      const own = nameOf(path) === "Dockerfile";
      const named = referencesTo(path).some(({ text }) => !own || text.includes("/"));
      if (named || /(?:^|\/)\.devcontainer\//.test(path)) continue;
      const at = stages[0]?.at ?? { file: path, line: 1, column: 1 };
      yield { at, message: `nothing builds ${path}: no Compose file, workflow, script or document names it` };
    }
  },
});
