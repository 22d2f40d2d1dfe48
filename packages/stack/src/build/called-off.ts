/** The end of work that did not fail, but cannot be done because other work did. */
export class CalledOff extends Error {
  /** What failed. */
  readonly failure: unknown;

  constructor(failure: unknown) {
    super("called off", { cause: failure });
    this.failure = failure;
  }
}
