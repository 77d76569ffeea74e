import { shippedLaw } from '../law/index.ts';
import type { Finding, Instant } from '../shared/index.ts';
import { businessKey } from './business-key.ts';
import type { CodeNames } from './code-lists.ts';
import { type ContentContext, contentFaults } from './content-check.ts';
import { checkForm } from './declaration-form/check.ts';
import type { Document, Fields, MessageFrame } from './document.ts';
import { CONTENT, type Fault, FORMAT } from './fault.ts';
import { characters, formatFault } from './format-check.ts';
import { SUBSCRIBES_MAX } from './frame.ts';
import { linesFaults } from './lines-check.ts';
import { type Notebook, notebook } from './notebook.ts';
import { type PartPlan, type Plan, planOf } from './plan.ts';

export interface CheckOptions {
  /** Names of the codes of the official tables; the shipped edition of the law when not given. */
  readonly codes?: CodeNames | undefined;
  /** The present, for moments that lie in the future. Absurd years are told without it. */
  readonly at?: Instant | undefined;
}

/**
 * Checks one document against the annex, in two layers told apart by `rule`: `messages/format` is exactly what the schema says,
 * `messages/content` what the text says beyond it (fixed values, codes, conditions, real dates, clean characters, line numbers).
 * What needs more than this one document (formulas, other documents, registers) is the business of the clearance rules.
 */
export function checkDocument(document: Document, options: CheckOptions = {}): readonly Finding[] {
  const plan = planOf(document.type);
  const notes = notebook();
  const { head, lines } = document;
  const context: ContentContext = { codes: options.codes ?? shippedLaw(), at: options.at };
  if (isEmpty(plan.head, head)) {
    notes.note(FORMAT, plan.head.element, undefined, missingPart(plan.head.element));
  } else {
    checkPart(plan.head, plan.head.element, head, head, context, notes);
  }
  checkLines(plan, head, lines, context, notes);
  if (document.type === 'DeclarationForm') checkForm(document, context.at, notes);
  return notes.empty ? [] : notes.findings({ type: document.type, key: businessKey(document) });
}

/** Every part begins with a required field, so almost always one look is enough. */
function isEmpty(part: PartPlan, fields: Fields): boolean {
  const first = part.fields[0]?.name;
  return (first === undefined || fields[first] === undefined) && Object.keys(fields).length === 0;
}

function checkPart(
  part: PartPlan,
  place: string,
  fields: Fields,
  head: Fields,
  context: ContentContext,
  notes: Notebook,
): void {
  for (const field of part.fields) {
    const value = fields[field.name];
    const format = formatFault(field, value);
    if (format !== undefined) {
      notes.note(FORMAT, `${place}/${field.name}`, value, format);
      continue;
    }
    if (value === undefined && !field.absenceMatters) continue;
    for (const fault of contentFaults(field, value, head, fields, context)) {
      notes.note(CONTENT, `${place}/${field.name}`, value, fault);
    }
  }
}

function checkLines(
  plan: Plan,
  head: Fields,
  lines: readonly Fields[],
  context: ContentContext,
  notes: Notebook,
): void {
  const part = plan.lines;
  if (part === undefined) {
    if (lines.length > 0) {
      notes.note(FORMAT, plan.head.element, undefined, countFault(plan.head.element, 0, lines.length));
    }
    return;
  }
  if (lines.length < part.min) notes.note(FORMAT, part.element, undefined, missingPart(part.element));
  if (lines.length > part.max) {
    notes.note(FORMAT, part.element, undefined, countFault(part.element, part.max, lines.length));
  }
  for (const [index, line] of lines.entries()) {
    if (notes.full) return;
    const place = `${part.element}[${index + 1}]`;
    if (isEmpty(part, line)) notes.note(FORMAT, place, undefined, emptyPart(part.element));
    else checkPart(part, place, line, head, context, notes);
  }
  for (const { line, field, fault } of linesFaults(plan, head, lines)) {
    const path = line === undefined ? part.element : `${part.element}[${line + 1}]/${field}`;
    notes.note(CONTENT, path, line === undefined ? undefined : lines[line]?.[field], fault);
  }
}

// The parts around the records carry no codes of the official tables.
const FRAME_CONTEXT: ContentContext = { codes: { codeName: () => undefined } };

/** Checks what stands around the records: message guid and version, BaseTransfer, BaseSubscribe. */
export function checkFrame(frame: MessageFrame): readonly Finding[] {
  const { transfer, subscribe } = planOf(frame.type);
  const notes = notebook();
  const document = { type: frame.type, key: '' };
  if (characters(frame.guid) !== 36) {
    notes.note(FORMAT, '@guid', frame.guid, {
      code: frame.guid === '' ? 'missing' : 'length',
      severity: 'reject',
      message: {
        zh: `报文编号（@guid）应为 36 个字符，实为 ${characters(frame.guid)} 个。`,
        en: `The message's guid must have exactly 36 characters, has ${characters(frame.guid)}.`,
      },
    });
  }
  const versionLength = characters(frame.version);
  if (versionLength < 1 || versionLength > 10) {
    notes.note(FORMAT, '@version', frame.version, {
      code: frame.version === '' ? 'missing' : 'length',
      severity: 'reject',
      message: {
        zh: '报文版本号（@version）应为 1 至 10 个字符，一般填 1.0。',
        en: "The message's version must have 1 to 10 characters, usually 1.0.",
      },
      ...(frame.version === '' && { repair: '1.0' }),
    });
  }
  if (transfer === undefined || subscribe === undefined) return notes.findings(document);
  const { element } = transfer;
  if (frame.transfer === undefined) notes.note(FORMAT, element, undefined, missingPart(element));
  else checkPart(transfer, element, frame.transfer, frame.transfer, FRAME_CONTEXT, notes);
  frame.subscribes.forEach((fields, index) => {
    checkPart(subscribe, `${subscribe.element}[${index + 1}]`, fields, fields, FRAME_CONTEXT, notes);
  });
  if (frame.subscribes.length > SUBSCRIBES_MAX) {
    notes.note(
      FORMAT,
      subscribe.element,
      undefined,
      countFault(subscribe.element, SUBSCRIBES_MAX, frame.subscribes.length),
    );
  }
  return notes.findings(document);
}

function missingPart(element: string): Fault {
  return {
    code: 'missing',
    severity: 'reject',
    message: { zh: `缺少必需的 ${element} 部分。`, en: `The required part ${element} is missing.` },
  };
}

function emptyPart(element: string): Fault {
  return {
    code: 'empty',
    severity: 'reject',
    message: { zh: `${element} 没有任何内容。`, en: `${element} has no content.` },
  };
}

export function countFault(element: string, max: number, count: number): Fault {
  return {
    code: 'too-many',
    severity: 'reject',
    message: {
      zh: `${element} 最多 ${max} 个，实有 ${count} 个，请拆分。`,
      en: `At most ${max} ${element} are allowed, there are ${count}: split them.`,
    },
  };
}
