/** What is wrong with the URL of a webhook as a text; whether its host may be called is seen when it is. */
export function webhookProblem(url: string): { readonly problem: string; readonly hint: string } | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !["https:", "http:"].includes(parsed.protocol)) {
    return { problem: "must be an https or http URL", hint: "write one such as https://hooks.example.org/jobs" };
  }
  if (parsed.username !== "" || parsed.password !== "") {
    return { problem: "must not hold a user or a password", hint: "check the signature of the message instead" };
  }
  return undefined;
}
