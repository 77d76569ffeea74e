import { describe, expect, it } from 'vitest';
import {
  accept,
  type Book,
  confirmNumbers,
  emptyBook,
  exportCaseKeyOf,
  listNumber,
  noEffects,
  quotaAccountOf,
  type Setting,
} from '../cases/index.ts';
import { lawWith, shippedLaw } from '../law/index.ts';
import { businessKey, decodeXml, encodeXml } from '../messages/index.ts';
import { judge, judgeExport } from '../rules/index.ts';
import { parseStamp } from '../shared/index.ts';
import { demoDay, type Part } from './day.ts';
import { demoRates } from './export-rates.ts';
import type { DemoMessage } from './send.ts';
import { deposits, zone, zoneEnterprise } from './zone.ts';

const at = parseStamp('20261124173000') ?? 0;
const law = lawWith(shippedLaw(), { numbers: [...demoRates('2026-11-24'), ...demoRates('2027-01-01')] });
const day = demoDay({ at, seed: 'test', law });
const setting: Setting = {
  law,
  stance: 'authority',
  test: false,
  enterprise: zoneEnterprise,
  match: text => text,
  judge,
  judgeExport,
};

const ENDS = { departed: 'departed', released: 'released', reviewed: 'reviewed' } as const;

let journal = 0n;

/** Puts a message into the book as the door does, record by record, and gives the records' states. */
function handIn(book: Book, { sender, message, at: when }: DemoMessage): readonly string[] {
  const decoded = decodeXml(Buffer.from(encodeXml(message)), { codes: law, at: when });
  const effects = noEffects();
  const states = decoded.records.map(
    ({ document, findings, index }) =>
      accept(
        book,
        effects,
        {
          document,
          findings,
          key: businessKey(document),
          sender,
          at: when,
          identity: JSON.stringify([sender, document]),
          envelopeId: message.guid,
          record: index,
        },
        setting,
      ).state,
  );
  confirmNumbers(book, effects, journal);
  journal += BigInt(effects.journal);
  return states;
}

describe('a demo day', () => {
  it('is the same for the same seed', () => {
    const short = (seed: string) => demoDay({ at, seed, cases: 60 });
    expect(JSON.stringify(short('a'))).toBe(JSON.stringify(short('a')));
    expect(JSON.stringify(short('a'))).not.toBe(JSON.stringify(short('b')));
  });

  it('has 300 cases of all modes, a seventh faulty, and every turn of the story', () => {
    const parts = new Map<Part, number>();
    for (const { part } of day.story.cases) parts.set(part, (parts.get(part) ?? 0) + 1);
    expect(day.story.cases).toHaveLength(300);
    expect(new Set(day.story.cases.map(it => it.caseKey)).size).toBe(300);
    expect(Object.fromEntries(parts)).toMatchObject({
      faulty: 45,
      waits: 9,
      limit: 6,
      returned: 1,
      revoked: 1,
      changed: 1,
    });
    const modes = new Set(
      day.messages.flatMap(it => it.message.documents.map(one => one.head['tradeMode'] ?? '')),
    );
    expect([...modes].sort()).toEqual(['', '1210', '1239', '9610', '9710', '9810']);
    expect(day.story.exports.length).toBeGreaterThanOrEqual(60);
    expect(new Set(day.story.exports.map(it => it.part)).size).toBe(7);
  });

  it('comes in messages of one sender of the zone, one type, 1 to 100 records, in time', () => {
    const codes = new Set(zone.map(it => it.code));
    let before = 0;
    for (const { sender, message, at: when } of day.messages) {
      expect(codes).toContain(sender);
      expect(message.transfer?.['copCode']).toBe(sender);
      expect(message.documents.length).toBeGreaterThan(0);
      expect(message.documents.length).toBeLessThanOrEqual(100);
      expect(new Set(message.documents.map(it => it.type))).toEqual(new Set([message.type]));
      expect(when).toBeGreaterThanOrEqual(before);
      expect(when).toBeLessThanOrEqual(at);
      before = when;
    }
    const sizes = day.messages.map(it => it.message.documents.length);
    expect(Math.min(...sizes)).toBe(1);
    expect(Math.max(...sizes)).toBeGreaterThan(20);
  });

  it('is written and read without loss', () => {
    for (const { message } of day.messages) {
      const decoded = decodeXml(Buffer.from(encodeXml(message)));
      expect(decoded.refused).toBeUndefined();
      expect(decoded.findings).toEqual([]);
      expect(decoded.records.map(it => it.document)).toEqual(message.documents);
      expect(decoded.frame).toMatchObject({ guid: message.guid, version: '1.0', transfer: message.transfer });
    }
  });

  it.each([
    ['in the afternoon', '20261124173000'],
    ['just after midnight', '20261125001500'],
    ['on New Year’s morning', '20270101003000'],
  ])('is decided as told %s', (_, present) => {
    const at = parseStamp(present) ?? 0;
    const day = demoDay({ at, seed: present, law });
    const book = emptyBook();
    for (const [code, deposit] of deposits) book.guarantee.set(code, { deposit, charged: 0n });
    for (const { message } of day.messages) {
      for (const { head } of message.documents) {
        const account = quotaAccountOf(setting, head['buyerIdNumber'] ?? '', at);
        book.quota.set(account, { used: 0n, weights: {}, entries: [] });
      }
    }
    // The product hands the whole day in at the present.
    const states = day.messages.map(it => handIn(book, { ...it, at }));
    expect(new Set(states[day.story.duplicate.again])).toEqual(new Set(['duplicate']));
    const status = (key: string) => book.cases.get(key)?.status ?? 'none';
    const told = day.story.cases.map(it => `${it.part} ${it.fault ?? ''} ${status(it.caseKey)}`);
    const of = (part: Part) => day.story.cases.filter(it => it.part === part).map(it => status(it.caseKey));
    expect(new Set(of('right')), told.join('\n')).toEqual(new Set(['released']));
    expect(of('dear')).toEqual(['released']);
    expect(of('changed')).toEqual(['released']);
    expect(of('priority')).toEqual(['held']);
    expect(of('revoked')).toEqual(['collecting']);
    expect(new Set(of('waits'))).toEqual(new Set(['collecting']));
    expect(day.story.limit.caseKeys.map(status)).toEqual([...Array(5).fill('released'), 'rejected']);
    const faulty = day.story.cases.filter(it => it.part === 'faulty' && it.fault !== 'tax-too-low');
    const passed = faulty.filter(it => status(it.caseKey) === 'released');
    expect(passed.map(it => it.fault)).toEqual([]);

    const ends = { returned: 'departed', refused: 'rejected', revoked: 'reviewed', waits: 'collecting' };
    for (const it of day.story.exports)
      expect(status(it.caseKey), `${it.part} ${it.fault}`).toBe({ ...ENDS, ...ends }[it.part]);

    const gone = new Set(
      day.messages
        .flatMap(it => it.message.documents)
        .filter(it => it.type === 'CEB603Message' && status(exportCaseKeyOf(it.head)) === 'departed')
        .map(
          ({ head }) => `${head['tradeMode']}${head['tradeMode'] === '9610' ? head['statisticsFlag'] : ''}`,
        ),
    );
    expect([...gone].sort()).toEqual(['1210', '1239', '9610A', '9610B', '9710', '9810']);
    // Judged because the month's rates are loaded.
    expect(day.story.exports.map(it => it.fault)).toEqual(
      expect.arrayContaining(['over-limit-in-dollars', 'b2b-over-limit']),
    );

    for (const step of day.story.later) {
      const state = book.cases.get(step.caseKey);
      const number = state && listNumber(state);
      expect(number).toBeDefined();
      expect(handIn(book, step.message(number ?? '', at + 60_000))).toEqual(['current']);
    }
    expect(day.story.later.map(it => status(it.caseKey))).toEqual([
      'returned',
      'revoked',
      'revoked',
      'returned',
      'returned',
    ]);
  });
});
