/** The arithmetic of path names: no disk is touched. Passes, which know no Node module, take it from here. */
export { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
