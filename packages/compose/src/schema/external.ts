import { either, flag, object, type Shape, text } from "./shapes.ts";

/** `external: true`, or the deprecated `external: {name: …}`. */
export const external = (description: string): Shape =>
  either(description, flag(), object({ name: text("Name on the engine; deprecated, use `name` beside `external`.") }));
