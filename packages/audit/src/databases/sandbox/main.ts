import { serveTrials } from "./serve.ts";

await serveTrials();
process.exit(0);
