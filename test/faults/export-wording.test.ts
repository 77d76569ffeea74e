import { describe, expect, it } from 'vitest';
import { exportFaults, exportParcel, faultyExport } from '../../demo/index.ts';
import { exportCatalogue, judgeExport } from '../../rules/index.ts';
import { type Finding, parseStamp } from '../../shared/index.ts';
import { changesOf } from './changes.ts';
import { DECLARED, EXPORT_WORLD, lawOf } from './export-ask.ts';

const law = lawOf(DECLARED);
const OLD = parseStamp('20241210150000') ?? 0;
const RULES = new Set(exportCatalogue.map(it => it.id));

/** One finding for each thing that a rule says of a place, whatever the change was: also of what the door would have refused. */
function said(): readonly Finding[] {
  const found = new Map<string, Finding>();
  const keep = (findings: readonly Finding[]) => {
    for (const it of findings)
      found.set(`${it.rule} ${it.code} ${it.document.type} ${it.path} ${it.value}`, it);
  };
  for (const fault of exportFaults) {
    const at = fault.from?.at ?? DECLARED;
    const wrong = faultyExport(fault, { seed: 'wording', serial: 2, at }, law);
    keep(judgeExport(wrong, at, lawOf(at), EXPORT_WORLD).findings);
  }
  for (const at of [DECLARED, OLD])
    for (const mode of ['9610', '1210', '9710'] as const) {
      const set = exportParcel({ seed: 'wording', at, serial: 4, mode }, law);
      for (const part of ['order', 'receipt', 'waybill', 'list'] as const) {
        const document = set[part];
        if (document === undefined) continue;
        for (const change of changesOf(document, [0]))
          keep(judgeExport({ ...set, [part]: change.document }, at, lawOf(at), EXPORT_WORLD).findings);
      }
    }
  return [...found.values()];
}

const all = said();

describe('whatever is found of an export', () => {
  it('comes from a rule that did not break, whatever the fields hold', () => {
    expect(all.filter(it => it.code === 'rule-failed').map(it => it.message.en)).toEqual([]);
    expect(all.filter(it => !RULES.has(it.rule)).map(it => it.rule)).toEqual([]);
    expect(all.length).toBeGreaterThan(300);
  });

  it('is said in both languages, names its place and cites its clause', () => {
    const wrong = all.filter(({ message, cites, path }) => {
      const field = path.slice(path.lastIndexOf('/') + 1).replace(/\[\d+\]$/, '');
      const speaks = /\p{Script=Han}/u.test(message.zh) && /[a-z]{3}/.test(message.en);
      const ends = /[。！？]$/.test(message.zh) && /[.!?]$/.test(message.en);
      const named = /List$/.test(field) || [message.zh, message.en].every(it => it.includes(field));
      return !speaks || !ends || !named || cites.length === 0;
    });
    expect(wrong.map(it => `${it.code} ${it.path}: ${it.message.zh} ${it.message.en}`)).toEqual([]);
  });

  it('tells how to mend it', () => {
    const silent = all.filter(
      ({ message }) =>
        !/请|应|只能|须|必须|省略|补填|核对|不能|去除|改|建议/.test(message.zh) ||
        !/check|put|add|correct|must|should|leave|write|remove|declare|make|name|fill|need|file|ask|send|look|settle/i.test(
          message.en,
        ),
    );
    expect(silent.map(it => `${it.code} ${it.path}: ${it.message.zh} ${it.message.en}`)).toEqual([]);
  });

  it('cites the export tables of the annex, not those of the import', () => {
    const wrong = all.filter(it => it.cites.some(one => /进口(清单|订单|运单)/.test(one.article)));
    expect(wrong.map(it => `${it.rule} ${it.code} ${it.cites.map(one => one.article).join()}`)).toEqual([]);
  });
});
