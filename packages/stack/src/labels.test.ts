import { describe, expect, test } from "bun:test";
import { projectWith } from "./convert/testing/sample.ts";
import { containerLabels, imageLabels, label, networkLabels, readDependsOn, volumeLabels } from "./labels.ts";

const project = projectWith({
  composeFiles: ["/srv/demo/compose.yaml", "/srv/demo/compose.prod.yaml"],
  networks: { back: { name: "demo_back", labels: { team: "a" } } },
  volumes: { data: { name: "demo_data" } },
});

/** Without those that carry a version, which changes with every release. */
function withoutVersions(labels: Readonly<Record<string, string>>): Record<string, string> {
  const { [label.version]: _, [label.slipwayVersion]: __, ...rest } = labels;
  return rest;
}

describe("a container's labels", () => {
  test("are those that docker compose writes and finds it by", () => {
    const labels = containerLabels(
      project,
      {
        name: "web",
        labels: { team: "x" },
        depends_on: {
          db: { condition: "service_healthy", restart: true, required: true },
          queue: { condition: "service_started", required: false },
        },
      },
      { number: 2, oneOff: false, configHash: "cafe", ownHash: "babe", imageId: "sha256:beef" },
    );
    expect(withoutVersions(labels)).toEqual({
      team: "x",
      "com.docker.compose.project": "demo",
      "com.docker.compose.service": "web",
      "com.docker.compose.project.working_dir": "/srv/demo",
      "com.docker.compose.project.config_files": "/srv/demo/compose.yaml,/srv/demo/compose.prod.yaml",
      "com.docker.compose.oneoff": "False",
      "com.docker.compose.container-number": "2",
      "com.docker.compose.config-hash": "cafe",
      "dev.slipway.config-hash": "babe",
      "com.docker.compose.image": "sha256:beef",
      "com.docker.compose.depends_on": "db:service_healthy:true,queue:service_started:false",
    });
  });

  test("tell a container of run by oneoff and slug", () => {
    const labels = containerLabels(
      project,
      { name: "web" },
      { number: 1, oneOff: true, slug: "abc", configHash: "c", ownHash: "o" },
    );
    expect(labels).toMatchObject({ "com.docker.compose.oneoff": "True", "com.docker.compose.slug": "abc" });
  });

  test("name the env files only when some were given, and the container that is replaced", () => {
    const input = { number: 1, oneOff: false, configHash: "c", ownHash: "o" };
    expect(containerLabels(project, { name: "web" }, input)).not.toHaveProperty([label.environmentFile]);
    const given = { ...project, envFiles: ["/srv/a.env", "/srv/b.env"] };
    expect(containerLabels(given, { name: "web" }, { ...input, replaces: "demo-web-1" })).toMatchObject({
      "com.docker.compose.project.environment_file": "/srv/a.env,/srv/b.env",
      "com.docker.compose.replace": "demo-web-1",
    });
  });

  test("cannot be taken over by a service's own", () => {
    const labels = containerLabels(
      project,
      { name: "web", labels: { "com.docker.compose.project": "other" } },
      { number: 1, oneOff: false, configHash: "c", ownHash: "o" },
    );
    expect(labels["com.docker.compose.project"]).toBe("demo");
  });
});

test("networks, volumes and images carry the key under which the project has them", () => {
  expect(withoutVersions(networkLabels(project, "back", "h"))).toEqual({
    team: "a",
    "com.docker.compose.project": "demo",
    "com.docker.compose.network": "back",
    "dev.slipway.config-hash": "h",
  });
  expect(withoutVersions(volumeLabels(project, "data", "h"))).toEqual({
    "com.docker.compose.project": "demo",
    "com.docker.compose.project.working_dir": "/srv/demo",
    "com.docker.compose.volume": "data",
    "dev.slipway.config-hash": "h",
  });
  expect(withoutVersions(imageLabels(project, { name: "web", build: { labels: { own: "1" } } }))).toEqual({
    own: "1",
    "com.docker.compose.project": "demo",
    "com.docker.compose.service": "web",
    "com.docker.compose.image.builder": "classic",
  });
});

describe("the depends_on label", () => {
  const cases: readonly (readonly [string, string | undefined, unknown])[] = [
    [
      "is read back",
      "db:service_healthy:true,queue:service_started:false",
      [
        { service: "db", condition: "service_healthy", restart: true },
        { service: "queue", condition: "service_started", restart: false },
      ],
    ],
    ["of older tools names services alone", "db", [{ service: "db", condition: "service_started", restart: false }]],
    ["may be empty", "", []],
    ["may be missing", undefined, []],
  ];
  for (const [title, text, expected] of cases) {
    test(title, () => expect(readDependsOn(text)).toEqual(expected as ReturnType<typeof readDependsOn>));
  }
});
