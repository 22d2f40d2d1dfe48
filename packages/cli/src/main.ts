import { runCli } from "./cli.ts";
import { processContext } from "./process-context.ts";

// A reader that goes away (`slipway logs | head`) ends the program as it would end any other: as if by SIGPIPE.
const context = processContext(() => process.exit(141));

// The program is over when its command is, not when the runtime finds nothing more to wait for.
setInterval(() => undefined, 2 ** 30);

// Not awaited: to wait for it at the top of the module costs a short command a fifth of its start.
void runCli(process.argv.slice(2), context).then((code) => process.exit(code));
