import type { Cite } from '../shared/index.ts';
import { cite } from './instruments.ts';

/**
 * Headings of which some lines bear an export duty. Recalled from the export tariff (about a hundred lines: raw hides, ores, raw metals
 * and scrap), neither complete nor exact to the line: whoever declares one of them is looked at, never refused by this table.
 */
const HEADINGS: ReadonlySet<string> = new Set(
  (
    '0301 0506 2530 2607 2608 2609 2611 2615 2617 2620 2804 2805 2826 2841 2902 4103 7201 7202 7204 7402 7403 7404 7502 7503 ' +
    '7601 7602 7606 7901 7902 8001 8002 8103 8110 8112'
  ).split(' '),
);

/** The citation of the export tariff when some line of the heading of this code may bear an export duty. */
export function exportDuty(code: string): Cite | undefined {
  return HEADINGS.has(code.slice(0, 4)) ? cite('export-tariff', '出口商品税率表', false) : undefined;
}

/** What the letters of the supervision conditions ask of an export. */
export interface ExportCondition {
  readonly letter: string;
  readonly kind: 'prohibited' | 'licence' | 'inspection';
  readonly zh: string;
  readonly en: string;
}

const CONDITIONS: readonly ExportCondition[] = [
  { letter: '8', kind: 'prohibited', zh: '禁止出口商品', en: 'export prohibited' },
  { letter: '4', kind: 'licence', zh: '出口许可证', en: 'export licence' },
  { letter: '3', kind: 'licence', zh: '两用物项和技术出口许可证', en: 'export licence of dual-use items' },
  {
    letter: 'G',
    kind: 'licence',
    zh: '两用物项和技术出口许可证（定向）',
    en: 'directed export licence of dual-use items',
  },
  {
    letter: 'E',
    kind: 'licence',
    zh: '濒危物种允许出口证明书',
    en: 'export certificate of endangered species',
  },
  {
    letter: 'I',
    kind: 'licence',
    zh: '麻精药品进出口准许证',
    en: 'permit of narcotic and psychotropic drugs',
  },
  { letter: 'W', kind: 'licence', zh: '麻醉药品进出口准许证', en: 'permit of narcotic drugs' },
  { letter: 'J', kind: 'licence', zh: '黄金及黄金制品进出口准许证', en: 'permit of gold and gold products' },
  { letter: 'B', kind: 'inspection', zh: '出境检验检疫', en: 'inspection and quarantine at exit' },
];

/** The export conditions among the supervision letters of a commodity (`AB` → inspection at exit). */
export function exportConditions(supervision: string | undefined): readonly ExportCondition[] {
  return supervision === undefined ? [] : CONDITIONS.filter(it => supervision.includes(it.letter));
}
