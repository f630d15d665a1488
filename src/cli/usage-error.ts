/** The command line asks for something that does not exist, or leaves something out. Ends with exit code 2. */
export class UsageError extends Error {}

/** Ends the command with this message and exit code 1: what was asked for is clear and cannot be done. */
export class CommandFailure extends Error {}
