import { describe, expect, it } from 'vitest';
import { shippedLaw } from '../law/index.ts';
import { checkDocument, type Document, decodeSheet } from '../messages/index.ts';
import { parseStamp } from '../shared/index.ts';
import { exportParcel } from './export.ts';
import {
  entryIdOf,
  formCsv,
  formOfLists,
  formOfSummary,
  type NumberedList,
  summaryReceiptOf,
  summaryResultsOf,
} from './month.ts';
import { brokers, exporters } from './zone.ts';

const law = shippedLaw();
const at = parseStamp('20261124150000') ?? 0;
const lists = Array.from({ length: 6 }, (_, serial): NumberedList => {
  const { key, list } = exportParcel(
    {
      seed: 'month',
      at,
      serial,
      mode: '9610',
      statisticsFlag: 'B',
      seller: exporters[0],
      agent: brokers[0],
      currency: '502',
      country: serial < 4 ? '502' : '304',
    },
    law,
  );
  return { caseKey: key, document: list, invtNo: `43412026E00000000${serial}` };
});
const { agentCode = '', agentName = '', ebcCode = '', ebcName = '' } = lists[0]?.document.head ?? {};
const application: Document = {
  type: 'CEB701Message',
  head: {
    customsCode: '4341',
    copNo: 'S202611-1',
    agentCode,
    agentName,
    ebcCode,
    ebcName,
    declAgentCode: agentCode,
    declAgentName: agentName,
    summaryFlag: '2',
    itemNameFlag: '0',
    msgSeqNo: '1',
  },
  lines: lists.map(({ invtNo }) => ({ invtNo })),
};
const wish = { seed: 'month', at, serial: 1 };
const told = (document: Document) =>
  checkDocument(document, { codes: law, at }).map(finding => `${finding.code} ${finding.path}`);

describe('customs’ side of a month', () => {
  const results = summaryResultsOf(application, lists, law, wish);

  it('makes one form for each country, and names every line of every list once', () => {
    expect(results.map(({ form }) => form.country).sort()).toEqual(['304', '502']);
    const named = results.flatMap(({ result }) =>
      result.lines.map(line => `${line['invtNo']} ${line['gnum']}`),
    );
    const lines = lists.flatMap(({ document, invtNo }) =>
      document.lines.map(line => `${invtNo} ${line['gnum']}`),
    );
    expect(named.sort()).toEqual(lines.sort());
  });

  it('is written as the annex has it', () => {
    for (const document of [summaryReceiptOf(application, wish), ...results.map(it => it.result)])
      expect(told(document)).toEqual([]);
  });

  it('refuses an application that names a list nobody knows', () => {
    const other = { ...application, lines: [{ invtNo: '43412026E999999999' }] };
    expect(() => summaryResultsOf(other, lists, law, wish)).toThrow('43412026E999999999');
  });

  it('gives forms that are read from their CSV without a word, but that a summary’s form names no other document', async () => {
    const [first] = results;
    if (first === undefined) throw new Error('no form');
    const own = formOfLists(lists, entryIdOf('4341', at, 7), at);
    for (const [form, findings] of [
      [own, []],
      [formOfSummary(first, lists, at), ['form-untied']],
    ] as const) {
      const sheet = await decodeSheet(Buffer.from(formCsv([form])), {
        type: 'DeclarationForm',
        codes: law,
        at,
      });
      const said = [...sheet.findings, ...sheet.records.flatMap(record => record.findings)];
      expect(said.map(finding => finding.code.split('/').at(-1))).toEqual(findings);
      expect(sheet.records.map(record => record.document.lines)).toEqual([form.lines]);
    }
  });
});
