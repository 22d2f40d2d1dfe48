import { external } from "./external.ts";
import { either, listOf, listOrMap, numeric, object, options, type Shape, text } from "./shapes.ts";

const shared = {
  name: text("Name on the platform, used as it is."),
  file: text("File that holds the content, relative to the Compose file."),
  environment: text("Variable that holds the content."),
  external: external("It exists already on the platform."),
  labels: listOrMap("Labels."),
  template_driver: text("Driver that fills in templates; needs Swarm."),
};

/** A top-level config. Source: Compose Specification, "configs". */
export const config = object(
  { ...shared, content: text("The content itself; variables are interpolated.") },
  "A file that services can read.",
);

/** A top-level secret. Source: Compose Specification, "secrets". */
export const secret = object(
  {
    ...shared,
    driver: text("Driver that provides the secret; needs Swarm."),
    driver_opts: options("Options of the driver."),
  },
  "A confidential file that services can read.",
);

/** The use of configs or secrets by a service: names, or where they are placed. */
export const fileReferences = (description: string): Shape =>
  listOf(
    either(
      undefined,
      text(),
      object({
        source: text("Key of the top-level element."),
        target: text("Path in the container."),
        uid: text("Numeric owner of the file."),
        gid: text("Numeric group of the file."),
        mode: numeric("Permissions in octal, such as `0440`."),
      }),
    ),
    description,
  );
