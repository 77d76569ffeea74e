import { cite } from '../law/index.ts';
import type { Bilingual, Cite, LawDate } from '../shared/index.ts';
import { summaryDeadline } from '../summary/index.ts';
import type { Facts } from './facts.ts';
import type { ModeId } from './modes.ts';

/** A document or a deadline, with the law it rests on. */
export interface Duty {
  readonly text: Bilingual;
  readonly by?: LawDate;
  readonly cites: readonly Cite[];
}

const duty = (zh: string, en: string, ...cites: readonly Cite[]): Duty => ({ text: { zh, en }, cites });

/** What has to be there for a mode. */
export function documentsOf(mode: ModeId, facts: Facts): readonly Duty[] {
  return [...transportPapers(mode, facts), ...special(mode, facts), ...forRefund(mode, facts)];
}

function transportPapers(mode: ModeId, { law, on }: Facts): readonly Duty[] {
  if (mode === '0110')
    return [
      duty('报关单', 'customs declaration form', cite('declaration-form', '全文', false)),
      duty(
        '合同、发票、装箱单、提运单',
        'contract, invoice, packing list, bill of lading',
        cite('declaration-form', '随附单证', false),
      ),
    ];
  const data = cite('gacc-2024-167', '二');
  const stock = mode.startsWith('9810');
  const papers = [
    stock
      ? duty('海外仓订仓单（303，类型 W）', 'overseas-warehouse booking (303, type W)', data)
      : duty('电子订单（303）', 'order (303)', data),
    duty('物流运单（505）', 'waybill (505)', data),
  ];
  if (law.number('export.receipt-demanded', on).value === '1' && !stock)
    papers.push(
      duty('收款单（403）', 'receipt of payment (403)', ...law.number('export.receipt-demanded', on).cites),
    );
  if (mode.endsWith('-form'))
    papers.push(duty('报关单', 'customs declaration form', cite('declaration-form', '全文', false)));
  else {
    papers.push(duty('出口申报清单（603）', 'export list (603)', cite('spec', 'CEB603Message')));
    papers.push(
      duty(
        '清单总分单（607）、运抵单（507）、离境单（509）',
        'master list, arrival, departure (607, 507, 509)',
        cite('spec', 'CEB607Message'),
      ),
    );
  }
  if (mode === '9610-B')
    papers.push(duty('汇总申请（701）', 'summary application (701)', cite('spec', 'CEB701Message')));
  if (mode === '1210')
    papers.push(
      duty(
        '账册、核注清单、核放单',
        'account book, bonded list, release note',
        cite('gacc-2018-194', '特殊区域出口', false),
      ),
    );
  return papers;
}

function special(mode: ModeId, { law, on, licence, inspection }: Facts): readonly Duty[] {
  const papers: Duty[] = [];
  if (licence !== 'no') papers.push(duty('出口许可证件（如需）', 'export licence, where needed'));
  if (inspection !== 'no')
    papers.push(duty('出境检验检疫电子底账（如需）', 'inspection record at exit, where needed'));
  const filing = law.number('export.warehouse-filing', on);
  if (mode.startsWith('9810') && filing.value === '1')
    papers.push({
      text: { zh: '出口海外仓业务模式备案', en: 'filing of the overseas-warehouse business' },
      cites: filing.cites,
    });
  return papers;
}

function forRefund(mode: ModeId, { question }: Facts): readonly Duty[] {
  if (!question.wantsRefund || mode === '9610-A' || mode.endsWith('-list')) return [];
  return [
    duty(
      '增值税专用发票等进货凭证、收汇凭证，备案单证',
      'VAT invoices, proof of currency received, filing documents',
      cite('mof-2012-39', '全文', false),
    ),
  ];
}

/** By when what has to be done. */
export function deadlinesOf(mode: ModeId, facts: Facts): readonly Duty[] {
  return [...ofDeclaration(mode, facts), ...ofRefund(mode, facts), ...ofReturns(facts)];
}

function ofDeclaration(mode: ModeId, { law, on }: Facts): readonly Duty[] {
  // Before 2019 the day was another one, which is not loaded.
  if (mode !== '9610-B' || on < '2019-01-01') return [];
  const { by, cites } = summaryDeadline(on.slice(0, 7), law);
  return [
    {
      text: { zh: '结关次月汇总申报，最迟', en: 'summary declaration of what is closed this month, by' },
      by,
      cites,
    },
  ];
}

function ofRefund(mode: ModeId, { question, law, on }: Facts): readonly Duty[] {
  if (!question.wantsRefund || mode === '9610-A' || mode.endsWith('-list')) return [];
  const april: LawDate = `${Number(on.slice(0, 4)) + 1}-04-30`;
  const rule =
    on >= '2026-01-01'
      ? cite('mof-2026-11', '退（免）税申报期限', false)
      : cite('mof-2012-39', '申报期限', false);
  const duties: Duty[] = [
    {
      text: { zh: '出口退（免）税申报、收汇，最迟', en: 'refund claim and receipt of currency, by' },
      by: april,
      cites: [rule],
    },
    duty(
      '备案单证在申报之日起 15 日内备齐，保存 10 年',
      'filing documents within 15 days of the claim, kept 10 years',
      rule,
    ),
  ];
  if (on >= '2026-01-01') {
    const months = law.number('export-refund.months-max', on);
    duties.push({
      text: {
        zh: `逾期未申报的，自出口之日起 ${months.value} 个月内可补报，之后视同内销征税`,
        en: `missed: within ${months.value} months of export, after that a deemed domestic sale`,
      },
      cites: months.cites,
    });
  }
  if (mode === '9810-form' && on >= '2025-01-27')
    duties.push({
      text: {
        zh: '“离境即退税”：未售部分以业务类型 HWC-YT 预退，核算最迟',
        en: 'refund on leaving: what is unsold is pre-refunded (type HWC-YT) and settled by',
      },
      by: april,
      cites: [cite('sta-2025-3', '核算')],
    });
  return duties;
}

function ofReturns({ law, on }: Facts): readonly Duty[] {
  const duties: Duty[] = [];
  if (on >= '2020-03-27') {
    const years = law.number('export-return.years-back', on);
    duties.push({
      text: {
        zh: `退货可在放行之日起 ${years.value} 年内退运进境`,
        en: `goods may come back within ${years.value} year of release`,
      },
      cites: years.cites,
    });
  }
  if (on >= '2023-01-30') {
    const months = law.number('export-return.months-max', on);
    if (months.value === '0') return duties;
    duties.push({
      text: {
        zh: `滞销、退货原状退运，出口之日起 ${months.value} 个月内免征进口税（食品除外；已退税的先补缴）`,
        en: `unsold or returned goods in original state: free of import taxes within ${months.value} months of export (not food; a refund is repaid first)`,
      },
      cites: months.cites,
    });
  }
  return duties;
}
