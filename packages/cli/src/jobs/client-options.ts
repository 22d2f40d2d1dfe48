import { text } from "../option.ts";

/** The options of every command that asks a control plane. */
export const clientOptions = {
  url: text("URL", "Where the control plane is; SLIPWAY_URL or the one of this machine without it"),
};
