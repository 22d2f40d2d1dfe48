import { afterAll, beforeEach, describe } from "bun:test";
import type { Engine } from "../../engine.ts";
import { containersConform } from "./containers.ts";
import { resourcesConform } from "./resources.ts";
import { streamsConform } from "./streams.ts";
import { type Subject, subjectOf, testImage } from "./subject.ts";

/**
 * What every {@link Engine} must do, whatever stands behind it. The engine must be reachable and have the image of
 * SLIPWAY_TEST_IMAGE; where it is not, all tests fail: a suite that skips proves nothing.
 */
export function describeEngine(name: string, connect: () => Engine): void {
  describe(name, () => {
    let subject: Subject;
    // What failed at the first test is tried again at the next.
    beforeEach(async () => {
      if (subject) return;
      const opened = await subjectOf(connect());
      if (!(await opened.engine.images.inspect(testImage))) {
        throw new Error(`the engine lacks the image ${testImage}, which the conformance suite needs`);
      }
      subject = opened;
    });
    afterAll(() => subject?.engine.close());
    describe("containers", () => containersConform(() => subject));
    describe("streams", () => streamsConform(() => subject));
    describe("resources", () => resourcesConform(() => subject));
  });
}
