import { type TSchema, type TUnsafe, Type } from "typebox";

/**
 * The building blocks of our schemas. A value that may have several forms (a list or a mapping, a text or a number)
 * is one schema with several `type`s, never a union: JSON Schema's keywords look only at values of their own type, so
 * a mistake has exactly one cause, and the generated validator stays small and fast.
 */
export type Shape = TSchema & { readonly type?: string | readonly string[]; readonly description?: string };

type Facts = Readonly<Record<string, unknown>>;

function shape(type: string | readonly string[], description: string | undefined, facts: Facts = {}): Shape {
  return Type.Unsafe({ type, ...(description === undefined ? {} : { description }), ...facts }) as TUnsafe<unknown> &
    Shape;
}

/** A text. */
export const text = (description?: string, facts?: Facts): Shape => shape("string", description, facts);

/** A text out of a fixed list. */
export const oneOf = (values: readonly string[], description?: string): Shape =>
  shape("string", description, { enum: values });

/** True or false, or a text that becomes one (`"yes"`, `"off"`): interpolation gives texts. */
export const flag = (description?: string): Shape => shape(["boolean", "string"], description);

/** A whole number, or a text that becomes one. */
export const whole = (description?: string, facts?: Facts): Shape => shape(["integer", "string"], description, facts);

/** A number, or a text that becomes one; also sizes such as `64m`. */
export const numeric = (description?: string): Shape => shape(["number", "string"], description);

/** A list. */
export const listOf = (items: Shape, description?: string): Shape => shape("array", description, { items });

/** A list of texts. */
export const texts = (description?: string): Shape => listOf(text(), description);

/** A mapping with free keys. */
export const mapOf = (values: Shape, description?: string, facts: Facts = {}): Shape =>
  shape("object", description, { additionalProperties: values, ...facts });

/** A mapping whose keys are names of services, networks, volumes …. Source: Compose Specification, "services". */
export const namedMap = (values: Shape, description?: string): Shape =>
  mapOf(values, description, { propertyNames: { pattern: "^[a-zA-Z0-9._-]+$" } });

/** A mapping with known keys; `x-…` keys are free. */
export const object = (
  properties: Readonly<Record<string, Shape>>,
  description?: string,
  required: readonly string[] = [],
): Shape =>
  shape("object", description, {
    properties,
    ...(required.length > 0 ? { required } : {}),
    patternProperties: { "^x-": {} },
    additionalProperties: false,
  });

/** Either of several forms that differ in their JSON type. The description is the one given, else the first that has one. */
export function either(description: string | undefined, ...forms: readonly Shape[]): Shape {
  const types = forms.flatMap((form) => form.type ?? []);
  return Type.Unsafe({
    ...Object.assign({}, ...[...forms].reverse()),
    ...(description === undefined ? {} : { description }),
    type: [...new Set(types)],
  }) as TUnsafe<unknown> & Shape;
}

/** The given form, or nothing after the key. */
export const orNull = (form: Shape): Shape => either(undefined, form, shape("null", undefined));

const scalar = shape(["string", "number", "boolean", "null"], undefined);

/** `KEY: value`, or a list of `KEY=value`. */
export const listOrMap = (description?: string): Shape => either(description, mapOf(scalar), texts());

/** One text, or a list of texts. */
export const textOrTexts = (description?: string): Shape => either(description, text(), texts());

/** Free options of a driver: `key: value`. */
export const options = (description?: string): Shape =>
  mapOf(shape(["string", "number", "boolean", "null"], undefined), description);

/** A size in bytes, such as `64m` or `67108864`. */
export const size = (description?: string): Shape => numeric(description);

/** A span of time, such as `1m30s`. A bare number passes here, so that it is told to want a unit rather than quotes. */
export const duration = (description?: string): Shape => numeric(description);

/** A command line, or a list of its words. */
export const command = (description?: string): Shape => orNull(either(description, text(), texts()));
