/** What the person typed cannot be done; the message says what to type instead. Ends the command with exit code 2. */
export class UsageError extends Error {}
