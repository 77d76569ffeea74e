import { describe, expect, it } from 'vitest';
import { type CpuProfile, type StageName, stagesOf } from './profile.ts';

/** A stack from the outside in, as `file function`, and the time its innermost function took. */
type Stack = readonly [frames: readonly string[], micros: number];

function profileOf(stacks: readonly Stack[]): CpuProfile {
  const nodes: { id: number; callFrame: { functionName: string; url: string }; children: number[] }[] = [
    { id: 1, callFrame: { functionName: '(root)', url: '' }, children: [] },
  ];
  const samples: number[] = [];
  const timeDeltas: number[] = [];
  for (const [frames, micros] of stacks) {
    let above = nodes[0];
    for (const frame of frames) {
      const cut = frame.indexOf(' ');
      const [url, functionName] = [frame.slice(0, cut), frame.slice(cut + 1)];
      const node = { id: nodes.length + 1, callFrame: { functionName, url }, children: [] };
      nodes.push(node);
      above?.children.push(node.id);
      above = node;
    }
    samples.push(above?.id ?? 0);
    timeDeltas.push(micros);
  }
  return { nodes, samples, timeDeltas };
}

const dist = (file: string, name: string) => `file:///somewhere/quantong/dist/${file}.js ${name}`;
const npm = (file: string, name: string) => `file:///somewhere/quantong/node_modules/${file}.js ${name}`;

describe('the stages of a profile', () => {
  const rows: readonly (readonly [StageName, readonly string[]])[] = [
    ['HTTP', [npm('fastify/lib/reply', 'send')]],
    ['HTTP', ['node:_http_server parserOnIncoming', ' writeLatin1String']],
    ['decode', [dist('server/flow', 'submit'), dist('messages/wire/decode', 'decodeXml')]],
    ['decode', [dist('messages/wire/reader', 'read'), dist('messages/xml-characters', 'impossible')]],
    ['fields', [dist('messages/check', 'checkDocument'), dist('law/codes', 'nameOf'), ' test']],
    ['keep', [dist('server/work', 'workOf'), dist('server/gateway/read-body', 'identityOf'), ' hash']],
    ['keep', [dist('server/clearance/write', 'writeDocuments')]],
    ['match', [dist('server/clearance/load', 'loadDocuments')]],
    ['match', [dist('cases/accept', 'accept'), dist('shared/json', 'parse')]],
    ['judge', [dist('cases/settle', 'settle'), dist('rules/judge', 'judge'), dist('tax/quote', 'quoteTax')]],
    ['quota', [dist('cases/decide', 'decide'), dist('cases/decide', 'takeClaim')]],
    ['quota', [dist('server/clearance/load', 'lockQuota'), dist('shared/money', 'fixed5')]],
    ['decide', [dist('cases/settle', 'settle')]],
    ['decide', [dist('server/clearance/write', 'writeCases')]],
    ['answer', [dist('cases/decide', 'tell'), dist('cases/receipts', 'answer')]],
    ['encrypt', [dist('server/clearance/answers', 'write'), dist('server/identity/seal', 'seal'), ' update']],
    ['database driver', [dist('server/clearance/write', 'writeCases'), npm('pg/lib/client', 'query')]],
    ['collector', [' (garbage collector)']],
    ['runtime', ['node:internal/stream_base_commons onStreamRead']],
  ];

  it.each(rows)('count %s for %j', (stage, frames) => {
    expect(stagesOf([profileOf([[frames, 1]])], 10).filter(it => it.micros > 0)).toEqual([
      { stage, micros: 10, share: 1 },
    ]);
  });

  it('add up to the measured CPU, whatever time was idle or spent on loading', () => {
    const profile = profileOf([
      [[dist('rules/judge', 'judge')], 300],
      [[dist('messages/wire/decode', 'decodeXml')], 100],
      [[' (idle)'], 5000],
      [['node:internal/modules/esm/module_job run', dist('law/shipped', 'shippedLaw')], 900],
    ]);
    const stages = stagesOf([profile], 400);
    expect(stages.reduce((sum, it) => sum + it.micros, 0)).toBeCloseTo(400);
    expect(stages.find(it => it.stage === 'judge')?.micros).toBeCloseTo(300);
    expect(stages.find(it => it.stage === 'decode')?.share).toBeCloseTo(0.25);
  });

  it('are none in an empty profile', () => {
    expect(stagesOf([{ nodes: [], samples: [], timeDeltas: [] }], 400).every(it => it.micros === 0)).toBe(
      true,
    );
  });
});
