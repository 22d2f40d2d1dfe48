/** What cannot hold on Podman 4.3: a file of tests, or one scenario by its title; each reason stands in docs/engines.md. */
export const notOnPodman: readonly { readonly tests: string | RegExp; readonly reason: string }[] = [
  {
    tests: "packages/stack/src/plan/differences.engine.test.ts",
    reason: "Podman's inspect does not tell all that a container was made with",
  },
  {
    tests: "packages/jobs/src/runner/docker/parked.engine.test.ts",
    reason: "on Podman no containers wait for jobs: a container's input does not end with the worker that holds it",
  },
  {
    tests: /^after a first job containers wait for the next ones/,
    reason: "on Podman no containers wait for jobs: a container's input does not end with the worker that holds it",
  },
  {
    tests: /^slipway-sees-compose: /,
    reason: "docker compose waits for a health that Podman without systemd never probes",
  },
  {
    tests: /^same-hash: /,
    reason: "docker compose recreates a container whose network others share, which Podman refuses to remove",
  },
  {
    tests: /^truthful-plan: ask 1: a plan changes nothing/,
    reason: "Podman tells no events of networks",
  },
  {
    tests: /^no-polling: /,
    reason: "without systemd Slipway runs the probes itself there, and each is a request",
  },
  {
    tests: /^built-with-buildx: (?!images are built upon each other)/,
    reason: "Podman has no BuildKit",
  },
  {
    tests: /^killed-[a-z-]+: .* the start of web /,
    reason: "Podman tells an event late, when there is nothing left to kill",
  },
];

/** Why a file or a scenario of this title is left out on the engine under test; undefined: it is not. */
export function leftOut(tests: string, engine = process.env["SLIPWAY_TEST_ENGINE_KIND"]): string | undefined {
  if (engine !== "podman") return undefined;
  return notOnPodman.find((one) => (typeof one.tests === "string" ? one.tests === tests : one.tests.test(tests)))
    ?.reason;
}
