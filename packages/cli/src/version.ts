import manifest from "../package.json" with { type: "json" };

/** The version of Slipway, without a `v`. */
export const version: string = manifest.version;

/** What `slipway version` prints. */
export function versionText(): string {
  return `Slipway version v${version}\n`;
}
