/** One subscription for all who need it. */
export interface Subscription {
  /** Resolves when it stands. Whoever asks first has it opened, and so does the next one after it could not be, or was lost. */
  stands(): Promise<void>;
  /** It ended. */
  lost(): void;
}

/** A subscription that is opened when somebody asks for it. */
export function subscription(open: () => Promise<void>): Subscription {
  let opening: Promise<void> | undefined;
  return {
    async stands() {
      opening ??= open();
      const mine = opening;
      try {
        await mine;
      } catch (cause) {
        if (opening === mine) opening = undefined;
        throw cause;
      }
    },
    lost() {
      opening = undefined;
    },
  };
}
