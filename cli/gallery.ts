import { shippedLaw } from '../law/index.ts';
import { loadGallery } from '../samples/gallery.ts';
import { readMessage } from '../server/gateway/index.ts';
import type { Instant } from '../shared/index.ts';
import { table, terminalWidth } from './table.ts';

/** The format gallery: our own sample messages in every odd shape seen in practice, decoded and explained. */
export async function galleryTable(at: Instant): Promise<string> {
  const law = shippedLaw();
  const rows: string[][] = [];
  for (const entry of loadGallery()) {
    const { decoded, media, refusal } = await readMessage({
      bytes: entry.bytes,
      law,
      at,
      bytesMax: 50 * 1024 * 1024,
      policy: 'if-present',
      registered: [],
    });
    const said = refusal
      ? [refusal]
      : [...decoded.findings, ...decoded.records.flatMap(record => record.findings)];
    rows.push([
      `${entry.file}\n${entry.title.zh}`,
      `${media} ${decoded.frame?.type.slice(0, 6) ?? ''}\n${decoded.encoding.used}`,
      refusal ? '拒收 refused' : `已解码 ${decoded.records.length} 份`,
      said
        .slice(0, 2)
        .map(finding => `${finding.message.zh}`)
        .join('\n') || entry.unusual.zh,
    ]);
  }
  return table(['报文 message', '格式 format', '结果 result', '说明 explained'], rows, [
    30,
    13,
    15,
    Math.max(30, terminalWidth() - 63),
  ]);
}
