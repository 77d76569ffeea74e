import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** Advisory locks of one database share one space of numbers: two purposes under one number wait for each other for nothing. */
it('every advisory lock has a number of its own', () => {
  const root = join(import.meta.dirname, '../../server');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    name => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  );
  const numbers = files.flatMap(name =>
    [...readFileSync(join(root, name), 'utf8').matchAll(/^const \w+ = (7_301_\d{3});/gm)].map(
      found => found[1],
    ),
  );
  expect(numbers.length).toBeGreaterThan(4);
  expect(numbers.length).toBe(new Set(numbers).size);
});
