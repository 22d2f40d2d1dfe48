import { askEngine } from "./ask-engine.ts";
import type { Machine } from "./machine.ts";

/** How long an engine that was just started may take to answer. */
const attempts = 60;
const pauseMs = 500;

/** Returns when the engine answers, or when it has had half a minute to. */
export async function waitForEngine(machine: Machine): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const answer = await askEngine(machine, (engine) => engine.system.ping());
    if ("value" in answer || answer.error.code !== "ENGINE_UNREACHABLE") return;
    // An engine that starts has no event to wait for yet.
    await new Promise((resume) => setTimeout(resume, pauseMs));
  }
}
