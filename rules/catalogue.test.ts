import { existsSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { catalogue } from './index.ts';

const folders = readdirSync(new URL('.', import.meta.url), { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(entry => entry.name);

it('every folder is a rule of the catalogue under its name, with a table of cases', () => {
  expect(catalogue.map(rule => rule.id).sort()).toEqual(folders.sort());
  for (const folder of folders) {
    expect(existsSync(new URL(`${folder}/rule.ts`, import.meta.url)), folder).toBe(true);
    expect(existsSync(new URL(`${folder}/cases.test.ts`, import.meta.url)), folder).toBe(true);
  }
});

it('every rule is titled in Chinese and English', () => {
  for (const { id, title } of catalogue) {
    expect(title.zh, id).toMatch(/\p{Script=Han}/u);
    expect(title.en, id).toMatch(/^[\x20-\x7e]+$/);
  }
});
