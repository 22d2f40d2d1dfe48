import type { Found } from "../../finding.ts";
import { eachService, type StackService } from "../../inventory/compose/each-service.ts";
import { defineRule } from "../rule.ts";
import { isForDevelopers, isLive } from "./live.ts";

const base = "services:\n  web:\n    build: .\n";
const files = {
  Dockerfile: "FROM node:22\n",
  "deploy.sh": "docker compose -f compose.yaml -f compose.prod.yaml up -d\n",
};

export const rp403 = defineRule({
  id: "RP403",
  why: "Overlays add to the base: what development put there runs in production too, with the source of the host over the image.",
  bad: {
    "compose.yaml": `${base}    volumes: [".:/app"]\n`,
    "compose.prod.yaml": "services:\n  web:\n    restart: always\n",
    ...files,
  },
  good: {
    "compose.yaml": base,
    "compose.override.yaml": 'services:\n  web:\n    volumes: [".:/app"]\n',
    "compose.prod.yaml": "services:\n  web:\n    restart: always\n",
    ...files,
  },
  fix: "Move it to the overlay for development, or take it back here with !reset",
  *check(inventory) {
    for (const one of eachService(inventory)) {
      if (!isLive(one.stack) || isForDevelopers(one)) continue;
      for (const { at, message } of traitsOf(one))
        yield {
          at,
          message,
          evidence: [{ ...one.place(), text: `the ${one.stack.purpose} stack is ${one.stack.files.join(" + ")}` }],
        };
    }
  },
});

const watching =
  /(?:^|[\s/])(?:nodemon|ts-node-dev|tsx watch|node --watch|next dev|nuxt dev|vite(?! (?:build|preview))|webpack serve|webpack-dev-server|ng serve|air|reflex|debugpy|dlv|flask run.*--debug|manage\.py runserver|rails s(?:erver)?)(?=\s|$)|--reload\b|--inspect(?:-brk)?\b|\b(?:npm|pnpm|yarn|bun)(?: run)? (?:dev|start:dev|develop|watch)(?=\s|$)/;
const modes: Readonly<Record<string, RegExp>> = {
  NODE_ENV: /^(?:dev|development|test|testing|local)$/i,
  RAILS_ENV: /^(?:development|test)$/,
  RACK_ENV: /^(?:development|test)$/,
  APP_ENV: /^(?:dev|development|local|test|testing)$/i,
  FLASK_ENV: /^development$/,
  FLASK_DEBUG: /^(?:1|true)$/i,
  DJANGO_DEBUG: /^(?:1|true)$/i,
  DEBUG: /^(?:1|true|yes|on)$/i,
  APP_DEBUG: /^(?:1|true)$/i,
  ASPNETCORE_ENVIRONMENT: /^Development$/i,
  ENVIRONMENT: /^(?:dev|development|local)$/i,
  GIN_MODE: /^debug$/,
};

function* traitsOf({ name, service, stack, place }: StackService): Iterable<Found> {
  const { build, command, volumes, ports, environment } = service;
  const who = `service "${name}" of the ${stack.purpose} stack`;
  for (const [index, { type, source, target }] of (volumes ?? []).entries()) {
    const isSource =
      type === "bind" &&
      source !== undefined &&
      build?.context !== undefined &&
      (source === build.context ||
        (source.startsWith(`${build.context}/`) && /\/(?:src|app|lib|server|client|packages|api|web)$/.test(source)));
    if (isSource) yield { at: place("volumes", index), message: `${who} mounts its source over ${target}` };
  }
  const words = command?.join(" ") ?? "";
  const found = watching.exec(words)?.[0].trim();
  if (found !== undefined) yield { at: place("command"), message: `${who} runs a command for development (${found})` };
  if (/^(?:dev|develop|development|builder?|test|debug|base|deps|dependencies)$/i.test(build?.target ?? ""))
    yield { at: place("build", "target"), message: `${who} runs the stage "${build?.target}"` };
  for (const [index, { target, published }] of (ports ?? []).entries()) {
    if (build && [9229, 9230, 5005, 5678, 40000, 2345].includes(target))
      yield { at: place("ports", index), message: `${who} publishes a debugger (port ${published ?? target})` };
  }
  for (const [key, pattern] of Object.entries(modes)) {
    const value = environment?.[key];
    if (value !== undefined && value !== null && !stack.isUnknown(value) && pattern.test(value))
      yield { at: place("environment", key), message: `${who} runs with ${key}=${value}` };
  }
}
