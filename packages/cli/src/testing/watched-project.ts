import type { FakeContext } from "./fake-context.ts";
import { type TemporaryProject, temporaryProject } from "./temporary-project.ts";

/** A project that `slipway watch` watches; disposing ends that and takes all of it down. */
export interface WatchedProject extends AsyncDisposable {
  readonly demo: TemporaryProject;
  readonly context: FakeContext;
  /** Settles with the exit code when watching has ended. */
  readonly ended: Promise<{ readonly code: number }>;
  /** Looks again whenever `watch` has told something, until it is so: what is saved at once may come in one piece or in more. */
  until(isSo: () => Promise<boolean>): Promise<void>;
}

/** Starts watching a project with these files; returns when `watch` has printed a text. */
export async function watchedProject(
  composeFile: string,
  files: Readonly<Record<string, string>>,
  printed: string,
): Promise<WatchedProject> {
  const demo = await temporaryProject(composeFile);
  for (const [file, text] of Object.entries(files)) await demo.write(file, text);
  const { context, ended } = demo.start("watch");
  const watched: WatchedProject = {
    demo,
    context,
    ended,
    async until(isSo) {
      for (;;) {
        const from = context.out().length;
        if (await isSo()) return;
        await context.printed("\n", from);
      }
    },
    async [Symbol.asyncDispose]() {
      if (context.interrupt()) await ended;
      await demo[Symbol.asyncDispose]();
    },
  };
  try {
    await context.printed(printed);
    return watched;
  } catch (cause) {
    await watched[Symbol.asyncDispose]();
    throw cause;
  }
}
