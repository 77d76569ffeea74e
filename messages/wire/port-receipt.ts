import type { Document } from '../document.ts';
import { type Element, readElements } from './transport-elements.ts';

/**
 * Receipts of a local port's own system (root `mo`, records `jkfResult`), which can reach the same inbox as customs' receipts. Their
 * fields, as public clients of that system read them: companyCode, businessNo (the order number, or the declarant's own number of a
 * list), businessType (IMPORTORDER, PERSONAL_GOODS_DECLAR …), chkMark (1 passed, 2 refused; sometimes a negative error code),
 * noticeDate and noticeTime, and any number of sentences.
 */
export interface PortReceipt {
  /** The same said in the fields of the official receipt, so that it is matched like one. */
  readonly document: Document;
  readonly businessType: string;
}

const ROOT = /<(?:[\w.-]+:)?mo[\s>]/;

/** Reads a local port's receipts. Undefined when the bytes are none. Receipts that name no business are left out. */
export function readPortReceipts(bytes: Uint8Array): readonly PortReceipt[] | undefined {
  const beginning = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  if (!ROOT.test(beginning)) return undefined;
  const encoding = /encoding=["']([\w-]+)["']/.exec(beginning)?.[1]?.toLowerCase() ?? 'utf-8';
  const root = readElements(new TextDecoder(encoding.startsWith('gb') ? 'gb18030' : 'utf-8').decode(bytes));
  if (root?.name !== 'mo') return undefined;
  const found: PortReceipt[] = [];
  for (const result of within(root, 'jkfResult')) {
    const receipt = receiptOf(result);
    if (receipt) found.push(receipt);
  }
  return found;
}

function* within(of: Element, name: string): Generator<Element> {
  for (const child of of.children) {
    if (child.name === name) yield child;
    else yield* within(child, name);
  }
}

function receiptOf(result: Element): PortReceipt | undefined {
  const text = (name: string) => result.children.find(child => child.name === name)?.text.trim() ?? '';
  const company = text('companyCode');
  const business = text('businessNo');
  if (company === '' || business === '') return undefined;
  const businessType = text('businessType').toUpperCase();
  const sentences = [...within(result, 'resultInfo')].map(info => info.text.trim()).filter(Boolean);
  const said = {
    returnStatus: statusOf(text('chkMark')),
    returnTime: timeOf(text('noticeDate'), text('noticeTime')),
    returnInfo: [...sentences, text('note')].filter(Boolean).join('；'),
  };
  if (/GOODS_DECLAR|INVENTORY|GOODS_LIST/.test(businessType))
    return {
      businessType,
      document: {
        type: 'CEB622Message',
        head: { agentCode: company, copNo: business, ...said },
        lines: [],
      },
    };
  if (businessType === 'IMPORTORDER')
    return {
      businessType,
      document: {
        type: 'CEB312Message',
        head: { ebpCode: company, ebcCode: company, orderNo: business, ...said },
        lines: [],
      },
    };
  return undefined;
}

/** The port's "passed" is no decision of customs: it stands for "accepted by the e-port" (2). */
function statusOf(mark: string): string {
  if (mark === '1') return '2';
  return mark.startsWith('-') ? mark : '100';
}

/** 17 digits of `2020-07-08` and `00:03` (or `00:03:01`). */
function timeOf(date: string, time: string): string {
  return `${date}${time}`.replace(/\D/g, '').padEnd(17, '0').slice(0, 17);
}
