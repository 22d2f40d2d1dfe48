import { createMemoryFiles, loadProject, type Project } from "@slipway/compose";

/** The project of a Compose file that is called "demo" and lies in /srv/demo. */
export async function projectOf(yaml: string): Promise<Project> {
  const { project, diagnostics } = await loadProject({
    cwd: "/srv/demo",
    env: {},
    fileSystem: createMemoryFiles({ "/srv/demo/compose.yaml": yaml }),
  });
  if (!project) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return project;
}
