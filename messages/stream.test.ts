import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { decodeXmlStream, encodeXml, exampleMessage } from './index.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** A tax-bill message of the given size, made while it is read: 816 has no limit of records. */
function* taxBills(size: number): Generator<Buffer> {
  const one = encodeXml(exampleMessage('CEB816Message'));
  const from = one.indexOf('<ceb:Tax>');
  const to = one.indexOf('</ceb:Tax>') + '</ceb:Tax>'.length;
  const record = one.slice(from, to);
  const chunk = Buffer.from(record.repeat(Math.ceil(64_000 / record.length)));
  yield Buffer.from(one.slice(0, from));
  for (let given = 0; given < size; given += chunk.length) yield chunk;
  yield Buffer.from(one.slice(to));
}

test('a file of 48 MB of records is read in little memory', async () => {
  collect();
  const before = process.memoryUsage().heapUsed;
  let records = 0;
  let highest = 0;
  const decoded = await decodeXmlStream(
    taxBills(48 * 1024 * 1024),
    () => {
      records++;
      if (records % 5000 === 0) {
        collect();
        highest = Math.max(highest, process.memoryUsage().heapUsed - before);
      }
    },
    { check: false },
  );
  expect(decoded.refused).toBeUndefined();
  expect(decoded.frame?.type).toBe('CEB816Message');
  expect(records).toBeGreaterThan(30_000);
  expect(highest).toBeLessThan(8 * 1024 * 1024);
}, 60_000);

test('records wait for the one who takes them, and stop when he throws', async () => {
  const taken: number[] = [];
  const result = decodeXmlStream(taxBills(300_000), async record => {
    await new Promise(resolve => setImmediate(resolve));
    taken.push(record.index);
    if (record.index === 5) throw new Error('full');
  });
  await expect(result).rejects.toThrow('full');
  expect(taken).toEqual([0, 1, 2, 3, 4, 5]);
});

test('records before the fault are handed out, then the message is refused', async () => {
  const chunks = [...taxBills(1000)];
  const taken: number[] = [];
  const decoded = await decodeXmlStream([...chunks.slice(0, -1), Buffer.from('</ceb:x>')], record => {
    taken.push(record.index);
  });
  expect(taken.length).toBeGreaterThan(10);
  expect(decoded.refused?.code).toBe('malformed');
  expect(decoded.records).toEqual([]);
});
