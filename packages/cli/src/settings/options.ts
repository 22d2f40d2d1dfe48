import { flag, text } from "../option.ts";

/** The options of every command that resolves settings. */
export const settingsOptions = {
  environment: text("NAME", "Environment; SLIPWAY_ENVIRONMENT or development without it", {
    short: "e",
    completes: ["development", "test", "staging", "production"],
  }),
  settings: text("FILE", "Settings file; the nearest slipway.settings.yaml without it", { completes: "files" }),
  breakGlass: flag("Take secrets also from where they must not stand, with a warning for each"),
};
