import { config, secret } from "./config-and-secret.ts";
import { network } from "./network.ts";
import { service } from "./service.ts";
import { either, listOf, namedMap, numeric, object, text, textOrTexts, texts } from "./shapes.ts";
import { volume } from "./volume.ts";

const include = listOf(
  either(
    undefined,
    text(),
    object({
      path: textOrTexts("The file, or files that are merged."),
      env_file: textOrTexts("Files with variables for the included files."),
      project_directory: text("What their relative paths are relative to."),
    }),
  ),
  "Compose files that are loaded into this one.",
);

const model = object(
  {
    name: text("Name of the model on the runner."),
    model: text("The model."),
    context_size: numeric("Tokens of context."),
    runtime_flags: texts("Flags of the runtime."),
  },
  "A language model.",
  ["model"],
);

/**
 * A Compose file as people write it, after interpolation: short and long syntax, every attribute, `x-…` everywhere and
 * nothing else. The generated validator (`validate.gen.ts`) and the reference page come from here.
 * Source: Compose Specification, all chapters.
 */
export const composeFile = object(
  {
    version: either("Ignored; older files carry it.", text(), numeric()),
    name: text("Name of the project."),
    include,
    services: namedMap(service, "Services of the project."),
    models: namedMap(model, "Language models that services use."),
    networks: namedMap(network, "Networks that services join."),
    volumes: namedMap(volume, "Volumes that services share."),
    secrets: namedMap(secret, "Secrets that services read."),
    configs: namedMap(config, "Configs that services read."),
  },
  "A Compose file.",
);
