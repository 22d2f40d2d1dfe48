import { expect, test } from "bun:test";
import { slipwayArgv } from "./program.ts";
import { scenario } from "./scenario.ts";

/** A user namespace has a limit of its own, so that nobody else's watches run out. */
const withWatches = (count: number): readonly string[] => [
  ...["unshare", "--user", "--map-root-user", "sh", "-c"],
  `echo ${count} > /proc/sys/user/max_inotify_watches && exec "$0" "$@"`,
];

if (Bun.spawnSync([...withWatches(1), "true"]).exitCode !== 0) {
  // biome-ignore lint/suspicious/noSkippedTests: without a namespace the limit would be everybody's
  test.skip("watch-limit: this machine lets nobody make a user namespace", () => undefined);
} else {
  scenario(
    "watch-limit",
    "a watch that runs out of the system's watches says which setting to raise",
    async (scene) => {
      const { ended } = scene.startOther([...withWatches(3), ...slipwayArgv(), "watch", "--no-up"]);
      const { code, stderr } = await ended;
      expect(code).toBe(1);
      expect(stderr).toContain("error[STACK_WATCH_LIMIT]: the system has no watches left for");
      expect(stderr).toContain(
        "(fs.inotify.max_user_watches)\nhint: give more, `sudo sysctl fs.inotify.max_user_watches=",
      );
      const enough = scene.startOther([...withWatches(10), ...slipwayArgv(), "watch", "--no-up"]);
      await enough.until(/Watching files of web/);
      await scene.write("src/new/one/file", "");
      await scene.write("src/new/two/file", "");
      await scene.write("src/new/three/file", "");
      for (let more = 0; more < 10; more++) await scene.write(`src/new/more/${more}/file`, "");
      expect((await enough.ended).stderr).toContain("error[STACK_WATCH_LIMIT]");
    },
  );
}
