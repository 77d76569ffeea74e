/**
 * Which form each item goes to: at most `max` items a form. Items that stand together in a list stay together while they fit, so that a
 * list is in one form wherever that is possible without tearing a merged item apart.
 * @param items item keys, sorted
 * @param lists the item keys of each list
 * @returns item key → number of its form, from 0
 */
export function packed(
  items: readonly string[],
  lists: readonly (readonly string[])[],
  max: number,
): ReadonlyMap<string, number> {
  if (items.length <= max) return new Map(items.map(item => [item, 0]));
  const leader = new Map(items.map(item => [item, item]));
  const find = (item: string): string => {
    let at = item;
    for (let up = leader.get(at) ?? at; up !== at; up = leader.get(at) ?? at) {
      leader.set(at, leader.get(up) ?? up);
      at = up;
    }
    return at;
  };
  for (const keys of lists) {
    const first = keys[0];
    if (first === undefined) continue;
    for (const key of keys) {
      const [a, b] = [find(first), find(key)];
      // The smaller key leads, whatever the order of the lists.
      if (a < b) leader.set(b, a);
      else if (b < a) leader.set(a, b);
    }
  }
  const clusters = new Map<string, string[]>();
  for (const item of items) {
    const name = find(item);
    const cluster = clusters.get(name);
    if (cluster) cluster.push(item);
    else clusters.set(name, [item]);
  }
  const room: number[] = [];
  const formOf = new Map<string, number>();
  for (const name of [...clusters.keys()].sort()) {
    const cluster = clusters.get(name) ?? [];
    for (let from = 0; from < cluster.length; from += max) {
      const part = cluster.slice(from, from + max);
      let form = room.findIndex(free => free >= part.length);
      if (form < 0) form = room.push(max) - 1;
      room[form] = (room[form] ?? max) - part.length;
      for (const item of part) formOf.set(item, form);
    }
  }
  return formOf;
}
