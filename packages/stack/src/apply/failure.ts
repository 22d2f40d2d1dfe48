import { isSlipwayError, type Position, SlipwayError } from "@slipway/core";
import { CalledOff } from "../build/called-off.ts";
import { stackErrors } from "../errors.ts";
import type { Operation } from "../plan/operation.ts";
import type { ApplyContext } from "./context.ts";

/** Where in a service the cause of an engine's refusal stands. */
const keyByCode: Readonly<Record<string, string>> = {
  ENGINE_PORT_IN_USE: "ports",
  ENGINE_NO_SUCH_IMAGE: "image",
  ENGINE_EXEC_NOT_FOUND: "command",
  ENGINE_NO_SUCH_NETWORK: "networks",
  ENGINE_NO_SUCH_USER: "user",
};

/** Gives a failure of an operation its place in the project's files, when the operation works for a service. */
export function describeFailure(cause: unknown, operation: Operation, { locate }: ApplyContext): unknown {
  if (!isSlipwayError(cause) || !locate) return cause;
  const place = placeOf(cause, operation);
  return placed(cause, place && locate(place));
}

/** A failure at a place, unless it has one. */
export function placed(cause: unknown, at: Position | undefined): unknown {
  if (!isSlipwayError(cause) || cause.at || !at) return cause;
  const { code, message, hint, diagnostics, exitCode } = cause;
  return new SlipwayError({ code, message, hint, diagnostics, exitCode, cause: cause.cause, at });
}

function placeOf(cause: SlipwayError, operation: Operation): readonly string[] | undefined {
  switch (operation.kind) {
    case "create-network":
      return ["networks", operation.key];
    case "create-volume":
      return ["volumes", operation.key];
    case "create-container":
    case "start-container": {
      const key = keyByCode[cause.code];
      return key === undefined ? ["services", operation.service] : ["services", operation.service, key];
    }
    case "pull-image":
    case "push-image":
      return ["services", operation.service, "image"];
    case "call-provider":
      return ["services", operation.service, "provider"];
    case "prepare-model":
      return ["models", operation.model];
    case "build-image":
      return ["services", operation.service, "build"];
    case "prove-container":
    case "wait":
      return ["services", operation.service, "healthcheck"];
    default:
      return undefined;
  }
}

/** What a schedule's failures come to: the one, or all of them in one; a fault of our own before everything else. */
export function failureOf(all: readonly unknown[], signal: AbortSignal): unknown {
  if (signal.aborted) return stackErrors.error("STACK_INTERRUPTED", {});
  const failures = [...new Set(all.map((failure) => (failure instanceof CalledOff ? failure.failure : failure)))];
  const [first, ...more] = failures;
  if (more.length === 0) return first;
  const expected = failures.filter(isSlipwayError);
  if (expected.length < failures.length) return failures.find((failure) => !isSlipwayError(failure));
  const diagnostics = expected.map((failure) => failure.toDiagnostic());
  return stackErrors.error("STACK_SEVERAL", { count: failures.length }, { diagnostics });
}
