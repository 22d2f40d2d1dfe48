import {
  duration,
  either,
  flag,
  listOf,
  listOrMap,
  numeric,
  object,
  oneOf,
  orNull,
  type Shape,
  text,
  texts,
  whole,
} from "./shapes.ts";

const update = (what: string): Shape =>
  object(
    {
      parallelism: whole(`Containers per step of ${what}; 0 is all.`),
      delay: duration(`Pause between steps of ${what}.`),
      failure_action: text(`What to do when ${what} fails: continue, pause or rollback.`),
      monitor: duration("How long a new container is watched for failure."),
      max_failure_ratio: numeric("Share of failures to tolerate, 0 to 1."),
      order: oneOf(["start-first", "stop-first"], "Which comes first: the new container or the end of the old."),
    },
    `How ${what} proceeds.`,
  );

const deviceProperties = {
  driver: text("Driver, such as `nvidia`."),
  count: whole("How many; `all` is all."),
  device_ids: texts("Which ones."),
  capabilities: texts("What they must be able to do, such as `gpu`."),
  options: listOrMap("Options of the driver."),
};

/** A request for devices under deploy.resources: capabilities are required. */
const deviceRequest = object(deviceProperties, "A request for devices.", ["capabilities"]);

/** `gpus`: `all`, or a list of requests. */
export const gpus = either(
  "Graphics processors to use.",
  text(undefined, { pattern: "^(all)$" }),
  listOf(object(deviceProperties)),
);

const genericResource = object({
  discrete_resource_spec: object(
    { kind: text("Kind of the resource."), value: numeric("How many.") },
    "A countable resource.",
  ),
});

/** Source: Compose Deploy Specification. */
export const deploy = orNull(
  object(
    {
      mode: text("`replicated` (default), `global`, `replicated-job` or `global-job`."),
      endpoint_mode: text("`vip` or `dnsrr`."),
      replicas: whole("Number of containers.", { minimum: 0 }),
      labels: listOrMap("Labels of the service, not of its containers."),
      update_config: update("an update"),
      rollback_config: update("a rollback"),
      resources: object(
        {
          limits: object(
            {
              cpus: numeric("Processors at most."),
              memory: text("Memory at most, such as `512m`."),
              pids: whole("Processes at most."),
            },
            "Upper bounds.",
          ),
          reservations: object(
            {
              cpus: numeric("Processors at least."),
              memory: text("Memory at least, such as `512m`."),
              generic_resources: listOf(genericResource, "Resources of the platform's own kinds."),
              devices: listOf(deviceRequest, "Devices."),
            },
            "What must be available.",
          ),
        },
        "Limits and reservations.",
      ),
      restart_policy: object(
        {
          condition: text("`none`, `on-failure` or `any`."),
          delay: duration("Pause before a restart."),
          max_attempts: whole("Restarts at most."),
          window: duration("How long a container must run to count as started."),
        },
        "When containers are restarted.",
      ),
      placement: object(
        {
          constraints: texts("What a node must have."),
          preferences: listOf(object({ spread: text("Label to spread over.") }), "How to spread containers."),
          max_replicas_per_node: whole("Containers per node at most."),
        },
        "Where containers run.",
      ),
    },
    "How the service is deployed.",
  ),
);

/** A command that is run at a moment of a container's life. Source: Compose Specification, "post_start". */
export const hook = object(
  {
    command: either("Command to run.", text(), texts()),
    image: text("Image for the command (`pre_start`); default is the service's."),
    user: text("User that runs it."),
    privileged: flag("Run with elevated privileges."),
    working_dir: text("Directory it runs in."),
    environment: listOrMap("Variables."),
    per_replica: flag("Run once for every container, not once for the service."),
  },
  "A command run at a moment of a container's life.",
  ["command"],
);

/** Source: Compose Develop Specification. */
export const develop = orNull(
  object(
    {
      watch: listOf(
        object(
          {
            path: text("What to watch."),
            action: oneOf(["rebuild", "sync", "restart", "sync+restart", "sync+exec"], "What to do on a change."),
            target: text("Where files go in the container."),
            ignore: either("Patterns to leave out.", text(), texts()),
            include: either("Patterns to keep.", text(), texts()),
            exec: hook,
            initial_sync: flag("Copy everything once at the start."),
          },
          undefined,
          ["path", "action"],
        ),
        "What `watch` does when files change.",
      ),
    },
    "How the service behaves while it is developed.",
  ),
);
