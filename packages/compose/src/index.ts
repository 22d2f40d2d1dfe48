export { composeErrors } from "./errors.ts";
export { diskFiles, type Files } from "./files.ts";
export { composeHash } from "./hash/compose-hash.ts";
export { type Loaded, type LoadOptions, loadProject } from "./load.ts";
export { createMemoryFiles } from "./memory-files.ts";
export type * from "./model/project.ts";
export type * from "./model/service.ts";
export { type PrintFormat, type PrintOptions, printProject } from "./print.ts";
export type { Path } from "./yaml/node.ts";
