import v8 from 'node:v8';
import vm from 'node:vm';
import { expect, it } from 'vitest';
import { decodeXml, encodeXml, exampleMessage } from '../messages/index.ts';
import { createContents } from './contents.ts';

it('a remembered record does not keep the text of its message in memory', () => {
  v8.setFlagsFromString('--expose_gc');
  const collect = vm.runInNewContext('gc') as () => void;
  const { signature: _signature, extend: _extend, ...plain } = exampleMessage('CEB311Message');
  // One record and a megabyte of blanks: a few hundred bytes when it is sent compressed.
  const bytes = Buffer.from(encodeXml(plain).replace(/(?=<\/\w*:?CEB311Message>)/, ' '.repeat(1_000_000)));
  const contents = createContents(() => {
    throw new Error('nothing is read here');
  });
  const remember = (identity: string) => {
    const [record] = decodeXml(bytes, { check: false }).records;
    if (record) contents.remember(identity, record.document);
    return record?.document;
  };
  const said = remember('first');
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let n = 0; n < 40; n++) remember(`message ${n}`);
  collect();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(10_000_000);
  expect(contents.recall('first')).toEqual({ head: said?.head, lines: said?.lines });
});
