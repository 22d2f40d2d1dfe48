import { expect, test } from "bun:test";
import { redact } from "@slipway/core";
import { findEndpoint } from "./endpoint.ts";
import { sendOverHttp } from "./send.ts";

test("a password in the address of the control plane is in no message", () => {
  const endpoint = findEndpoint("/", { SLIPWAY_URL: "htp://ann:pass-of-the-address@host" }, { data: "/nowhere" });
  const failure = (() => {
    try {
      return sendOverHttp(endpoint);
    } catch (cause) {
      return cause as Error;
    }
  })();
  expect(failure).toMatchObject({ code: "JOBS_BAD_URL" });
  expect(redact(failure.toString())).not.toContain("pass-of-the-address");
});
