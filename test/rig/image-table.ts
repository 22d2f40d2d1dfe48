/** How an image is put together when no registry answers. */
export interface RigImage {
  /** The name that examples and tests use; a registry's image of this name behaves alike. */
  readonly name: string;
  /**
   * `busybox`: a static binary; `debian`: the root file system itself; `runner`: `deploy/runner` of this repository; else a folder of
   * `images/` built on it.
   */
  readonly from: "busybox" | "debian" | "nginx" | "postgres" | "redis" | "runner";
  /** No registry has it. */
  readonly isOurs?: true;
}

/** Every image that examples and tests use. */
export const imageTable: readonly RigImage[] = [
  { name: "busybox:1.36", from: "busybox" },
  { name: "debian:12-slim", from: "debian" },
  { name: "slipway-job:test", from: "debian", isOurs: true },
  { name: "nginx:1.22", from: "nginx" },
  { name: "redis:7.0", from: "redis" },
  { name: "postgres:15", from: "postgres" },
  { name: "slipway-runner:local", from: "runner", isOurs: true },
];

/** The label by which the images that the rig put together are known; its value is the recipe that made them. */
export const rigLabel = "io.slipway.rig";

/** The image that the others are built on; the Dockerfiles of `images/` name it. */
export const baseImage = "slipway-rig/debian:2";
