import { expect, test } from "bun:test";
import type { Observed, ObservedContainer } from "../observed.ts";
import { printPlan } from "./print.ts";
import { planPrune } from "./prune.ts";
import { projectOf } from "./testing/load.ts";

const project = await projectOf("services:\n  web: {image: a}\n  off: {image: a, profiles: [off]}\n");

function container(id: string, over: Partial<ObservedContainer> & { State?: string } = {}): ObservedContainer {
  const { State = "exited", ...rest } = over;
  const summary = { State, Mounts: [] };
  return { id, name: `demo-${id}`, service: "web", number: 1, oneOff: false, summary, ...rest } as ObservedContainer;
}

function pruned(containers: readonly ObservedContainer[], more: Partial<Parameters<typeof planPrune>[2]> = {}): string {
  const observed = { projectName: "demo", containers } as unknown as Observed;
  return printPlan(planPrune(observed, project, { images: [], volumes: [], ...more }));
}

test("containers of run that have ended go, one that runs or is about to stays", () => {
  const oneOffs = ["exited", "running", "created"].map((State) => container(State, { State, oneOff: true }));
  expect(pruned(oneOffs)).toBe("#1 remove-container demo-exited: a container of run that has ended");
});

test("ended containers of services that are gone go; those of the project and behind a profile stay", () => {
  const services = ["web", "off", "gone"].map((service) => container(service, { service }));
  const runs = container("runs", { service: "gone", State: "running" });
  expect(pruned([...services, runs])).toBe(
    "#1 remove-container demo-gone: its service is no longer in the project, and it has ended",
  );
});

test("what an interrupted up left goes, unless it is the only one of its number", () => {
  const name = "0123456789ab_demo-web-1";
  const temporary = container("new", { name, State: "created" });
  expect(pruned([temporary])).toBe("");
  expect(pruned([temporary, container("web-1", { State: "running" })])).toBe(
    `#1 remove-container ${name}: left by an interrupted up`,
  );
});

test("an image without a name goes after the last container that is for it, and stays while another is", () => {
  const job = container("job", { oneOff: true });
  const images = [
    { id: "sha256:aa", usedBy: ["job"] },
    { id: "sha256:bb", usedBy: ["job", "of another project"] },
  ];
  expect(pruned([job], { images, volumes: ["v"] })).toBe(
    [
      "#1 remove-container demo-job: a container of run that has ended",
      "#2 remove-volume v: anonymous, and no container uses it",
      "#3 remove-image sha256:aa after #1: built for the project, and has no name any more",
    ].join("\n"),
  );
});
