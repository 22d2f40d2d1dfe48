/** The exit codes of the program. A child's own code (`exec`, `run`) passes through unchanged. */
export const exitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  /** `plan --detailed-exitcode`: there is something to do. */
  changes: 2,
  interrupted: 130,
} as const;
