// What XML 1.0 cannot carry in any form; with `u` a class of surrogates matches lone ones only.
const IMPOSSIBLE = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

const IMPOSSIBLES = new RegExp(IMPOSSIBLE, 'gu');

/** The text with U+FFFD (�) in the place of every character that no message can carry. */
export function carriable(text: string): string {
  return text.replace(IMPOSSIBLES, '\ufffd');
}

/** Place of the first character that no message can carry (U+0000, control characters, lone surrogates, U+FFFE …), or -1. */
export function impossible(text: string): number {
  return text.search(IMPOSSIBLE);
}
