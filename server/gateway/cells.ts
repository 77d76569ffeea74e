import { businessKey } from '../../messages/index.ts';
import type { Finding } from '../../shared/index.ts';
import type { MessageRead } from './read-message.ts';

/** Gives findings the cells that they speak of, where their documents came in a spreadsheet; others stay as they are. */
export function withCells(findings: readonly Finding[], reads: readonly MessageRead[]): readonly Finding[] {
  const sheets = reads.filter(read => read.sheet !== undefined);
  if (sheets.length === 0) return findings;
  const places = new Map<string, { read: MessageRead; index: number }>();
  for (const read of sheets)
    for (const { document, index } of read.decoded.records)
      places.set(`${document.type} ${businessKey(document)}`, { read, index });
  return findings.map(finding => {
    const at = places.get(`${finding.document.type} ${finding.document.key}`);
    const cell =
      finding.cell ?? (finding.path === '' ? undefined : at?.read.sheet?.cellOf(at.index, finding.path));
    return cell === undefined ? finding : { ...finding, cell };
  });
}
