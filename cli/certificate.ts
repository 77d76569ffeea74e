import { readFile } from 'node:fs/promises';
import { verifyCertificate } from '../server/exchange/index.ts';
import { EXIT, Stop } from './exit.ts';
import { askServer } from './server-client.ts';

export interface CertificateOptions {
  readonly publicKey?: string;
  readonly server: string;
}

/** `quantong certificate verify FILE`: is it by the platform's key, and what does it say? */
export async function verifyCertificateCommand(file: string, options: CertificateOptions): Promise<number> {
  const read = (path: string) =>
    readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new Stop(
        EXIT.unreadable,
        `读不到文件 ${path}（${error.code}）`,
        `cannot read ${path} (${error.code})`,
      );
    });
  const certificate = parsed(await read(file));
  const publicKey =
    options.publicKey === undefined
      ? (
          (await askServer(options.server, undefined, '/v1/exchange/key', { method: 'GET' })) as {
            publicKey: string;
          }
        ).publicKey
      : await read(options.publicKey);
  const says = verifyCertificate(certificate, publicKey);
  if (!says) {
    process.stdout.write(
      '无效：签名与内容或公钥不符 / not valid: the signature does not fit the text or the key\n',
    );
    return EXIT.refused;
  }
  process.stdout.write(`有效 / valid\n${JSON.stringify(says, null, 2)}\n`);
  return EXIT.pass;
}

function parsed(text: string): { statement: string; signature: string } {
  try {
    const value = JSON.parse(text) as { statement?: unknown; signature?: unknown };
    if (typeof value.statement === 'string' && typeof value.signature === 'string')
      return { statement: value.statement, signature: value.signature };
  } catch {
    // Told below.
  }
  throw new Stop(
    EXIT.unreadable,
    '文件应为含 statement 与 signature 的 JSON（GET /v1/exchange/certificates 中的一项）',
    'the file is no JSON with statement and signature (one entry of GET /v1/exchange/certificates)',
  );
}
