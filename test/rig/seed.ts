import fc from "fast-check";

/** Tests of properties play the same cases at every run; `SLIPWAY_SEED=random` plays new ones, a number those of an earlier run. */
const { SLIPWAY_SEED: wanted = "4" } = process.env;
if (wanted !== "random") fc.configureGlobal({ seed: Number(wanted) });
