/** Tests that cannot hold on Podman 4.3; each reason stands in docs/engines.md. */
export const notOnPodman: readonly { readonly title: RegExp; readonly reason: string }[] = [
  {
    title: /^slipway-sees-compose: /,
    reason: "docker compose waits for a health that Podman without systemd never probes",
  },
];

/** Why a test of this title is left out on the engine under test; undefined: it is not. */
export function leftOut(title: string): string | undefined {
  if (process.env["SLIPWAY_TEST_ENGINE_KIND"] !== "podman") return undefined;
  return notOnPodman.find((one) => one.title.test(title))?.reason;
}
