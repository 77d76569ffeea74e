import { describe, expect, it } from 'vitest';
import type { Finding } from '../../shared/index.ts';
import { documentsOf, GOODS, rightSet } from '../right-sets.ts';
import { told } from './ask.ts';
import { changesOf } from './changes.ts';

const set = rightSet({
  mode: '9610',
  serial: 61,
  goods: [
    { of: GOODS.cream, qty: '2' },
    { of: GOODS.handbag, qty: '1' },
  ],
  consignee: { name: '演示收件人小满', telephone: '13900139061' },
});
const documents = documentsOf(set);
const PERSONAL = /IdNumber$|elephone$|\/buyerName$|\/payerName$|\/consignee$|Address$/;

/** One finding for each thing that is said of a place, whatever the change was. */
const said: readonly Finding[] = [
  ...new Map(
    documents.flatMap(document =>
      [...changesOf(document, [0])].flatMap(change => {
        const changed = change.document;
        return told(
          documents.map(it => (it === document ? changed : it)),
          { changed },
        ).map(it => [`${it.rule} ${it.code} ${it.document.type} ${it.path} ${it.value}`, it] as const);
      }),
    ),
  ).values(),
];

describe('whatever is found', () => {
  it('is said in both languages, names its place and cites its clause', () => {
    const wrong = said.filter(({ message, cites, path }) => {
      const field = path.slice(path.lastIndexOf('/') + 1).replace(/\[\d+\]$/, '');
      const speaks = /\p{Script=Han}/u.test(message.zh) && /[a-z]{3}/.test(message.en);
      const ends = /[。！？]$/.test(message.zh) && /[.!?]$/.test(message.en);
      const named = [message.zh, message.en].every(it => it.includes(field));
      return !speaks || !ends || !named || cites.length === 0;
    });
    expect(wrong.map(it => `${it.code} ${it.path}: ${it.message.zh} ${it.message.en}`)).toEqual([]);
  });

  it('tells how to mend it', () => {
    const silent = said.filter(
      ({ message }) =>
        !/请|应|只能|须|必须|省略|补填|核对|不能|去除|改|建议/.test(message.zh) ||
        !/check|put|add|correct|must|should|leave|write|remove|shorten|declare|make|name|fill|need|file|ask|pass|state|use|send|left out|come together|load|is wanted|may/i.test(
          message.en,
        ),
    );
    expect(silent.map(it => `${it.code} ${it.path}: ${it.message.zh} ${it.message.en}`)).toEqual([]);
  });

  it('shows nothing of a person in its sentence', () => {
    const values = new Set<string>();
    const keep = (path: string, value: string | null) => {
      if (PERSONAL.test(path) && value !== null && [...value.trim()].length > 2) values.add(value.trim());
    };
    for (const { head } of documents)
      for (const [name, value] of Object.entries(head)) keep(`/${name}`, value);
    for (const it of said) {
      keep(it.path, it.value);
      if (it.other) keep(it.other.path, it.other.value);
    }
    expect(values.size).toBeGreaterThan(20);
    const shown = said.filter(({ message }) =>
      [...values].some(value => message.zh.includes(value) || message.en.includes(value)),
    );
    expect(shown.map(it => `${it.code} ${it.path}: ${it.message.zh}`)).toEqual([]);
  });
});
