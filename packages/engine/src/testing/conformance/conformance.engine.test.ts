import { connectEngine } from "../../connect.ts";
import { describeEngine } from "./describe-engine.ts";

const host = process.env.SLIPWAY_TEST_ENGINE;

describeEngine("the engine of SLIPWAY_TEST_ENGINE or DOCKER_HOST", () =>
  connectEngine({ env: process.env, ...(host ? { host } : {}) }),
);
