/** What tests stand on: a real engine, real images, a real registry. `import * as rig from "../rig/index.ts"`. */
export { dockerCompose } from "./docker-compose.ts";
export { engine, type RigEngine, reachableEngine } from "./engine.ts";
export { type Provided, provideImages } from "./images.ts";
export { node } from "./node.ts";
export { freePort, isFree } from "./ports.ts";
export { type RigRegistry, registry } from "./registry.ts";
export { temporary } from "./root-fs.ts";
