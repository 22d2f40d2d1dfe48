export { composeErrors } from "./errors.ts";
export type { Files } from "./files.ts";
export type { Loaded, LoadOptions } from "./load.ts";
export type * from "./model/project.ts";
export type * from "./model/service.ts";
export type { Path } from "./yaml/node.ts";
