import { type StackService, servicesOf } from "../../inventory/compose/each-service.ts";
import type { Stack } from "../../inventory/compose/stack.ts";

/** True for a stack that serves people: production, or the staging that stands for it. */
export function isLive({ purpose }: Stack): boolean {
  return purpose === "production" || purpose === "staging";
}

/** True for a service that only a profile turns on which does not say that it is for the live stack. */
export function isForDevelopers({ service }: StackService): boolean {
  const profiles = service.profiles ?? [];
  return (
    profiles.length > 0 && !profiles.some((profile) => /^(?:prod|live|stag|deploy|server|all|full)/i.test(profile))
  );
}

/** True for a service that ends when its work is done: others wait for its end, or its name says so. */
export function isJob({ stack, name, service }: StackService): boolean {
  if (service.restart === "no" || service.restart === "on-failure" || service.provider) return true;
  if (
    /(?:^|[-_])(?:migrate|migrations?|migrator|init|setup|seed|seeder|bootstrap|backup|build|builder|job|once|certbot|wait)(?:[-_]|$)/.test(
      name,
    )
  )
    return true;
  return [...servicesOf(stack)].some(
    (other) => other.service.depends_on?.[name]?.condition === "service_completed_successfully",
  );
}
