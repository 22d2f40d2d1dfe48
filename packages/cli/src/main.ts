import { runCli } from "./cli.ts";
import { processContext } from "./process-context.ts";

// A reader that goes away (`slipway logs | head`) ends the program as it would end any other: as if by SIGPIPE.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 141 : 1));
}

const code = await runCli(process.argv.slice(2), processContext());
// What was written to a pipe may still be on its way.
await new Promise<void>((done) => process.stdout.write("", () => done()));
await new Promise<void>((done) => process.stderr.write("", () => done()));
process.exit(code);
