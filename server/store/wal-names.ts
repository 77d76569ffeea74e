/** Names of segments of PostgreSQL's log: timeline, and the number of the segment in two halves, each eight hexadecimal digits. */
export const SEGMENT = /^[0-9A-F]{24}$/;
export const HISTORY = /^[0-9A-F]{8}\.history$/;

/** Segments of 16 MiB: 256 of them make the lower half full. */
const IN_A_HALF = 0x100;

export function timelineOf(segment: string): number {
  return Number.parseInt(segment.slice(0, 8), 16);
}

/** Where a segment lies in the log, whatever its timeline. */
export function placeOf(segment: string): number {
  return Number.parseInt(segment.slice(8, 16), 16) * IN_A_HALF + Number.parseInt(segment.slice(16), 16);
}

/** All segments from `first` to `last` of one timeline. */
export function segmentsBetween(first: string, last: string): readonly string[] {
  if (first.slice(0, 8) !== last.slice(0, 8)) throw new RangeError('the timeline changed');
  const names: string[] = [];
  for (let place = placeOf(first); place <= placeOf(last); place++)
    names.push(first.slice(0, 8) + hex(Math.floor(place / IN_A_HALF)) + hex(place % IN_A_HALF));
  return names;
}

function hex(value: number): string {
  return value.toString(16).toUpperCase().padStart(8, '0');
}
