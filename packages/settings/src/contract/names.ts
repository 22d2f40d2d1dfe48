/** The types that a setting may have. */
export const settingTypes = [
  "string",
  "int",
  "number",
  "bool",
  "url",
  "port",
  "duration",
  "bytes",
  "enum",
  "list",
  "json",
] as const;

/** Where values may come from, the highest first: the order of the cascade. */
export const sourceNames = ["vault", "encrypted", "file", "secrets-file", "environment", "dotenv", "default"] as const;

export type SettingType = (typeof settingTypes)[number];
export type SourceName = (typeof sourceNames)[number];
