import { type Static, type TSchema, type TUnsafe, Type } from "typebox";
import { settingTypes, sourceNames } from "../contract/names.ts";

const oneOf = <const Words extends readonly string[]>(words: Words, description: string): TUnsafe<Words[number]> =>
  Type.Unsafe<Words[number]>({ type: "string", enum: words, description });

const text = (description: string): ReturnType<typeof Type.String> => Type.String({ description });

/** Mappings with known keys only; `x-…` keys are free. */
const closed = { additionalProperties: false, patternProperties: { "^x-": {} } } as const;

const names = (description: string): ReturnType<typeof Type.Array<ReturnType<typeof Type.String>>> =>
  Type.Array(Type.String(), { description });

/** A value as YAML has it. One schema with several types, so that a mistake has one cause. */
const value = (description: string): TUnsafe<unknown> => Type.Unsafe<unknown>({ description });

const sources = (description: string): ReturnType<typeof Type.Array<TUnsafe<(typeof sourceNames)[number]>>> =>
  Type.Array(oneOf(sourceNames, "A source."), { description });

/** A mapping with free keys of one pattern. */
const record = <Schema extends TSchema>(
  pattern: string,
  schema: Schema,
  description: string,
): TUnsafe<Readonly<Record<string, Static<Schema>>>> =>
  Type.Unsafe<Readonly<Record<string, Static<Schema>>>>({
    type: "object",
    additionalProperties: schema,
    propertyNames: { pattern },
    description,
  });

const environmentName = "^[a-z][a-z0-9-]*$";

const override = Type.Object(
  {
    default: Type.Optional(value("The default in this environment.")),
    required: Type.Optional(Type.Boolean({ description: "Whether there must be a value in this environment." })),
  },
  { ...closed, description: "What differs in one environment." },
);

const vaultReference = Type.Object(
  {
    path: text("Path below the mount, without `data/`."),
    field: Type.Optional(text("Key in what lies there; the setting's own key without it.")),
    mount: Type.Optional(text("Mount of the secrets engine; that of `vault` without it.")),
    raw: Type.Optional(
      Type.Boolean({
        description: "Read `MOUNT/PATH` as it is, for engines that make credentials, such as `database`.",
      }),
    ),
    version: Type.Optional(Type.Integer({ minimum: 1, description: "A version of KV 2; the latest without it." })),
  },
  { ...closed, description: "Where Vault keeps it." },
);

const views = Type.Unsafe<string | { readonly host: string; readonly container: string }>({
  type: ["string", "object"],
  properties: {
    host: text("As programs on this machine read it."),
    container: text("As containers of the stack read it."),
  },
  required: ["host", "container"],
  additionalProperties: false,
  description:
    "A value put together when it is read: a text with `${KEY}` of other settings in it. Two texts when hosts and containers see it differently. A secret put into a `url` is percent-encoded.",
});

/** How a secret is made by `slipway secrets ensure`. */
const generate = Type.Unsafe<boolean | { readonly length: number }>({
  type: ["boolean", "object"],
  properties: { length: { type: "integer", minimum: 22, maximum: 1024, description: "Characters; 22 hold 128 bits." } },
  additionalProperties: false,
  description:
    "Whether `slipway secrets ensure` makes it when it is missing; false for a key that somebody else gives out.",
});

const setting = Type.Object(
  {
    type: Type.Optional(oneOf(settingTypes, "What its text stands for; `string` without it.")),
    description: Type.Optional(text("What it is for, one sentence.")),
    secret: Type.Optional(Type.Boolean({ description: "True when it must not be seen. It then never has a default." })),
    required: Type.Optional(Type.Boolean({ description: "Whether there must be a value; true without it." })),
    default: Type.Optional(value("The value when no source gives one.")),
    value: Type.Optional(views),
    environments: Type.Optional(record(environmentName, override, "What differs by environment.")),
    variable: Type.Optional(text("Name of the environment variable, when it is not the key.")),
    vault: Type.Optional(vaultReference),
    services: Type.Optional(names("Services that see it; none without it.")),
    deliver: Type.Optional(
      oneOf(["variable", "file"], "How services get it: as a variable, or as a Compose secret with `KEY_FILE`."),
    ),
    values: Type.Optional(names("What an `enum` may be.")),
    items: Type.Optional(
      oneOf(["string", "int", "number", "bool", "url", "port", "duration", "bytes"], "Type of a list's items."),
    ),
    separator: Type.Optional(text("What stands between a list's items; a comma without it.")),
    min: Type.Optional(Type.Number({ description: "Lowest value; of a text, list or secret: shortest length." })),
    max: Type.Optional(Type.Number({ description: "Highest value; of a text or list: longest length." })),
    pattern: Type.Optional(text("A regular expression that the whole text must match.")),
    example: Type.Optional(text("A value for `.env.example`. Never a real secret.")),
    generate: Type.Optional(generate),
  },
  { ...closed, description: "One setting." },
);

const policy = Type.Object(
  {
    secrets: Type.Optional(sources("Sources that may give secrets in this environment.")),
    values: Type.Optional(sources("Sources that may give everything else.")),
    fallback: Type.Optional(
      Type.Boolean({
        description: "Whether a lower source may answer while a higher one cannot be reached; never after a refusal.",
      }),
    ),
  },
  { ...closed, description: "Which sources may give what in one environment." },
);

const vault = Type.Object(
  {
    address: Type.Optional(text("URL of the server; VAULT_ADDR counts more.")),
    namespace: Type.Optional(text("Namespace; VAULT_NAMESPACE counts more.")),
    mount: Type.Optional(text("Mount of the secrets engine; `secret` without it.")),
    kv: Type.Optional(
      Type.Unsafe<1 | 2>({ type: "integer", enum: [1, 2], description: "Version of KV; 2 without it." }),
    ),
    auth: Type.Optional(oneOf(["token", "approle", "jwt", "kubernetes"], "How to log in; `token` without it.")),
    auth_mount: Type.Optional(text("Mount of the auth method; its name without it.")),
    role: Type.Optional(text("Role for `jwt` and `kubernetes`.")),
    ca: Type.Optional(text("File with the certificate authority of the server; VAULT_CACERT counts more.")),
    cache: Type.Optional(
      text(
        "How old a copy for times without Vault may be, such as `8h`; SLIPWAY_CACHE_KEY encrypts it. None without it.",
      ),
    ),
    timeout: Type.Optional(text("How long to wait for all answers together, such as `5s`.")),
  },
  { ...closed, description: "Where secrets are kept." },
);

/** `slipway.settings.yaml`, and the same keys in a `contract.yaml`. The one source of types, validator, editor schema and reference. */
export const settingsFile = Type.Object(
  {
    settings: record(
      "^[A-Za-z_][A-Za-z0-9_]*$",
      setting,
      "The settings by key. A key is also the name of its variable.",
    ),
    environments: Type.Optional(
      record(
        environmentName,
        policy,
        "Which sources may give what, by environment. `development`, `test`, `staging` and `production` have built-in policies.",
      ),
    ),
    env_files: Type.Optional(
      names(
        "Env files to read, the highest first; `${ENVIRONMENT}` is put in. `.env.${ENVIRONMENT}` and `.env` without it.",
      ),
    ),
    vault: Type.Optional(vault),
  },
  { ...closed, description: "The settings of a project or a service." },
);

export type SettingsFile = Static<typeof settingsFile>;
export type SettingEntry = Static<typeof setting>;
export type VaultEntry = Static<typeof vault>;
