import { existsSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { catalogue, exportCatalogue } from './index.ts';

const folders = readdirSync(new URL('.', import.meta.url), { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(entry => entry.name);

const ids = new Set([...catalogue, ...exportCatalogue].map(rule => rule.id));

it('every folder is a rule of a catalogue under its name, with a table of cases', () => {
  expect([...ids].sort()).toEqual(folders.sort());
  for (const folder of folders) {
    expect(existsSync(new URL(`${folder}/rule.ts`, import.meta.url)), folder).toBe(true);
    expect(existsSync(new URL(`${folder}/cases.test.ts`, import.meta.url)), folder).toBe(true);
  }
});

it('every rule is titled in Chinese and English', () => {
  for (const { id, title } of [...catalogue, ...exportCatalogue]) {
    expect(title.zh, id).toMatch(/\p{Script=Han}/u);
    expect(title.en, id).toMatch(/^[\x20-\x7e]+$/);
  }
});
