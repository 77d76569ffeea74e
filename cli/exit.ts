/** Exit codes of the command line: stable, so that scripts can rely on them. */
export const EXIT = { pass: 0, refused: 1, unreadable: 2, usage: 3 } as const;

/** Ends a command with a sentence for people and a code for scripts. */
export class Stop extends Error {
  readonly code: number;

  constructor(code: number, zh: string, en: string) {
    super(`${zh} / ${en}`);
    this.code = code;
  }
}
