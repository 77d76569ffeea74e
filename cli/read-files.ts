import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { shippedLaw } from '../law/index.ts';
import { type MessageRead, readMessage } from '../server/gateway/index.ts';
import type { Instant } from '../shared/index.ts';
import { EXIT, Stop } from './exit.ts';

export interface FileRead extends MessageRead {
  readonly file: string;
  readonly bytes: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  xml: 'application/xml',
  json: 'application/json',
  csv: 'text/csv',
  tsv: 'text/csv',
  txt: 'text/csv',
};

export function contentTypeOf(file: string): string | undefined {
  return TYPES[file.split('.').at(-1)?.toLowerCase() ?? ''];
}

/** Reads and decodes files with the shipped law and no registers: what the command line can do alone. */
export async function readFiles(
  files: readonly string[],
  { type, at }: { type?: string; at: Instant },
): Promise<readonly FileRead[]> {
  const law = shippedLaw();
  return Promise.all(
    files.map(async file => {
      const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
        throw new Stop(
          EXIT.unreadable,
          `读不到文件 ${file}（${error.code}）`,
          `cannot read ${file} (${error.code})`,
        );
      });
      const read = await readMessage({
        bytes,
        contentType: contentTypeOf(file),
        type,
        law,
        at,
        bytesMax: 200 * 1024 * 1024,
        policy: 'if-present',
        registered: [],
      });
      return { ...read, file: basename(file), bytes };
    }),
  );
}
