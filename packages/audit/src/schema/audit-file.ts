import { type Static, type TUnsafe, Type } from "typebox";

const oneOf = <const Words extends readonly string[]>(words: Words, description: string): TUnsafe<Words[number]> =>
  Type.Unsafe<Words[number]>({ type: "string", enum: words, description });

const text = (description: string): ReturnType<typeof Type.String> => Type.String({ description });

/** Mappings with known keys only; `x-…` keys are free. */
const closed = { additionalProperties: false, patternProperties: { "^x-": {} } } as const;

const severity = oneOf(["error", "warning", "info", "off"], "How bad its findings are; `off`: it is not asked.");

const ignored = Type.Object(
  {
    rule: text("The rule, such as `DK130`; `*` is every rule."),
    path: Type.Optional(text("The files it holds for, as a pattern of .gitignore; all without it.")),
    reason: Type.String({ minLength: 1, description: "Why the findings are to be left out. One sentence." }),
    until: Type.Optional(
      Type.String({
        pattern: "^\\d{4}-\\d{2}-\\d{2}$",
        description: "The last day on which it holds: `2027-01-31`, in quotes.",
      }),
    ),
  },
  { ...closed, description: "Findings to leave out." },
);

/** `slipway.audit.yaml`. The one source of types, validator, editor schema and reference. */
export const auditFile = Type.Object(
  {
    rules: Type.Optional(
      Type.Unsafe<Readonly<Record<string, Static<typeof severity>>>>({
        type: "object",
        additionalProperties: severity,
        propertyNames: { pattern: "^[A-Z]{2}\\d{3}$" },
        description: "Severities by rule, where they are not those of the catalogue.",
      }),
    ),
    ignore: Type.Optional(Type.Array(ignored, { description: "Findings to leave out, each with its reason." })),
    profiles: Type.Optional(
      Type.Unsafe<Readonly<Record<string, readonly string[]>>>({
        type: "object",
        additionalProperties: {
          type: "array",
          items: { type: "string" },
          minItems: 1,
          description: "Compose files in the order they are merged, relative to the root.",
        },
        propertyNames: { enum: ["default", "development", "test", "staging", "production"] },
        description: "Which Compose files form which profile, where commands and names do not say it.",
      }),
    ),
    registry: Type.Optional(text("The module that alone may read feature flags, relative to the root.")),
  },
  { ...closed, description: "What an audit of this repository is to know." },
);

export type AuditFile = Static<typeof auditFile>;
