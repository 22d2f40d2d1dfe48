import { Cron } from "croner";

/** When jobs are made anew. */
export interface CronTime {
  readonly cron: string;
  readonly timezone: string;
}

/** What is wrong with a cron expression or its time zone. */
export function cronProblem(time: CronTime): { readonly problem: string; readonly hint: string } | undefined {
  if (!isTimezone(time.timezone)) {
    return {
      problem: `has an unknown time zone ${JSON.stringify(time.timezone)}`,
      hint: "write an IANA name such as Europe/Berlin",
    };
  }
  try {
    if (nextTime(time, 0) !== undefined) return undefined;
    return { problem: `never comes: ${JSON.stringify(time.cron)}`, hint: "check its day and its month" };
  } catch (error) {
    const reason = (error as Error).message.replace(/^CronPattern: /, "");
    return {
      problem: `is no cron expression: ${reason}`,
      hint: "write minute hour day month weekday, such as `30 4 * * 1-5`",
    };
  }
}

/**
 * The first time of a schedule after another, milliseconds since 1970; undefined when there is none any more. A time that the
 * clocks skip in spring is taken at the first moment after it, one that they have twice in autumn once.
 */
export function nextTime({ cron, timezone }: CronTime, after: number): number | undefined {
  return new Cron(cron, { timezone, paused: true }).nextRun(new Date(after))?.getTime();
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
