import { DAY_MS } from '../../shared/index.ts';
import type { PlannedField } from '../plan.ts';
import { carriable, impossible } from '../xml-characters.ts';
import type { SheetCell } from './row.ts';
import type { CellFault } from './sheet-finding.ts';

/** What a cell gives for a field: a value, a fault, or a value with a remark. */
export interface CellValue {
  readonly value?: string;
  readonly fault?: CellFault;
}

/** Spreadsheets keep fifteen digits of a number; what is longer was rounded when it was typed or opened. */
const EXACT_MAX = 1e15;
const EXACT_DIGITS = 15;

/** Reads a cell as a field. The value of a formula is never taken: it is whatever the last program wrote there. */
export function cellValue(cell: SheetCell, field: PlannedField): CellValue {
  // Such a character could never be written into a message again, a receipt included.
  if (impossible(cell.text) >= 0) return { value: carriable(cell.text), fault: illegalCharacter(field) };
  switch (cell.kind) {
    case 'text':
      return textValue(trimmed(cell.text), field);
    case 'number':
      return numberValue(cell.text, field);
    case 'date':
      return dateValue(cell.text, cell.since1904, field);
    case 'formula':
      return { fault: formulaFault(cell.text, field) };
    case 'percent':
      return { fault: percentFault(cell.text, field) };
    case 'boolean':
    case 'error':
      return { fault: kindFault(cell, field) };
  }
}

/** `2025-6-1 8:30:00`, `2025/06/01`: a date as people and spreadsheets write it. */
const WRITTEN_DATE = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;

/** Digits of a moment field; 0 for other fields. */
function momentLength({ facets, moment }: PlannedField): number {
  const length = moment && facets.kind === 'string' ? facets.max : 0;
  return [8, 14, 17].includes(length) ? length : 0;
}

function trimmed(text: string): string {
  return text.replace(/^[\s\u00a0\u3000\u200b\ufeff]+|[\s\u00a0\u3000\u200b\ufeff]+$/g, '');
}

function textValue(text: string, field: PlannedField): CellValue {
  if (text === '') return {};
  if (field.prose) return { value: text };
  const written = field.moment ? WRITTEN_DATE.exec(text) : null;
  if (written !== null && momentLength(field) > 0) {
    const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0'] = written;
    const two = (part: string) => part.padStart(2, '0');
    const digits = [year, two(month), two(day), two(hour), two(minute), two(second), '000'].join('');
    return dateRead(digits.slice(0, momentLength(field)), field);
  }
  if (/^\d\.\d+E\+\d{2}$/i.test(text)) return { value: text, fault: digitsLost(text, field) };
  if (field.facets.kind === 'string' && /^\d{18,}$/.test(text) && /^0+$/.test(text.slice(EXACT_DIGITS))) {
    return { value: text, fault: digitsDoubtful(field) };
  }
  return withZeros(text, field);
}

function numberValue(raw: string, field: PlannedField): CellValue {
  const number = Number(raw);
  if (!Number.isFinite(number)) return { value: raw };
  const text = plain(number);
  if (Math.abs(number) >= EXACT_MAX) return { value: text, fault: digitsLost(raw, field) };
  return withZeros(text, field);
}

/** The number as a spreadsheet shows it: fifteen digits, no exponent (0.1+0.2 is 0.3 there). */
function plain(number: number): string {
  const text = String(Number(number.toPrecision(EXACT_DIGITS)));
  if (!/e/i.test(text)) return text;
  return number >= 1 || number <= -1
    ? BigInt(Math.round(number)).toString()
    : number.toFixed(20).replace(/0+$/, '');
}

/** A code of fixed length that came shorter has lost its leading zeros when a cell was not text. */
function withZeros(text: string, field: PlannedField): CellValue {
  const { facets } = field;
  if (facets.kind !== 'string' || facets.min !== facets.max || field.moment) return { value: text };
  const isCode = field.codes !== undefined || field.name === 'gcode';
  if (!isCode || !/^\d+$/.test(text) || text.length >= facets.max) return { value: text };
  const repair = text.padStart(facets.max, '0');
  return {
    value: text,
    fault: {
      code: 'sheet-zeros-lost',
      severity: 'reject',
      repair,
      message: {
        zh: `${field.zh}应为 ${facets.max} 位，实为“${text}”：单元格不是文本格式，前导零丢失。请把该列设为文本格式，填“${repair}”。`,
        en: `${field.name} needs ${facets.max} digits and has ${text}: the cell was not text and lost its leading zeros. Format the column as text and enter ${repair}.`,
      },
    },
  };
}

function dateValue(raw: string, since1904: boolean, field: PlannedField): CellValue {
  const days = Number(raw);
  const length = momentLength(field);
  if (length === 0 || !Number.isFinite(days)) return { fault: notADate(raw, field) };
  // Day 0 is 1899-12-30, which makes up for the calendar's invented 29 February 1900.
  const epoch = Date.UTC(1899, 11, 30) + (since1904 ? 1462 * DAY_MS : 0);
  const at = new Date(epoch + Math.round(days * 86_400) * 1000);
  if (Number.isNaN(at.getTime())) return { fault: notADate(raw, field) };
  const value = at
    .toISOString()
    .replace(/[-T:.Z]/g, '')
    .slice(0, length);
  return dateRead(value, field);
}

function dateRead(value: string, field: PlannedField): CellValue {
  return {
    value,
    fault: {
      code: 'sheet-date-read',
      severity: 'warn',
      message: {
        zh: `${field.zh}是日期形式，已按“${value}”读取。建议设为文本格式，直接填写 ${value.length} 位数字。`,
        en: `${field.name} is written as a date and was read as ${value}. Better format it as text and enter ${value.length} digits.`,
      },
    },
  };
}

function illegalCharacter(field: PlannedField): CellFault {
  return {
    code: 'illegal-character',
    severity: 'reject',
    message: {
      zh: `${field.zh}含有报文不允许的字符（控制字符等，显示为“�”）。请删除该字符后重新填写。`,
      en: `${field.name} holds a character that no message can carry (a control character or the like, shown as “�”). Remove it and enter the value again.`,
    },
  };
}

function notADate(raw: string, field: PlannedField): CellFault {
  return {
    code: 'sheet-date',
    severity: 'reject',
    message: {
      zh: `${field.zh}被电子表格自动变成了日期（内部值 ${raw}），原来的内容已丢失。请把该列设为文本格式后重新填写。`,
      en: `${field.name} was turned into a date by the spreadsheet (internal value ${raw}); what was typed is lost. Format the column as text and enter it again.`,
    },
  };
}

function digitsLost(shown: string, field: PlannedField): CellFault {
  return {
    code: 'sheet-digits-lost',
    severity: 'reject',
    message: {
      zh: `${field.zh}是数值单元格（${shown}），超过 15 位的数字已被电子表格舍入，无法还原。请把该列设为文本格式，从原系统重新粘贴。`,
      en: `${field.name} is a number (${shown}): digits beyond the fifteenth were rounded away and cannot be restored. Format the column as text and paste the value again from its source.`,
    },
  };
}

function digitsDoubtful(field: PlannedField): CellFault {
  return {
    code: 'sheet-digits-doubtful',
    severity: 'warn',
    message: {
      zh: `${field.zh}第 15 位以后全是 0，可能是用 Excel 打开过 CSV 而被舍入，请与原系统核对。`,
      en: `${field.name} has only zeros after the fifteenth digit: it may have been rounded when the file was opened in a spreadsheet. Compare it with its source.`,
    },
  };
}

function formulaFault(formula: string, field: PlannedField): CellFault {
  return {
    code: 'sheet-formula',
    severity: 'reject',
    message: {
      zh: `${field.zh}是公式（${formula.slice(0, 60)}），平台不采用公式的计算结果。请复制后“选择性粘贴—数值”。`,
      en: `${field.name} is a formula (${formula.slice(0, 60)}); results of formulas are not taken. Copy it and paste as values.`,
    },
  };
}

function percentFault(raw: string, field: PlannedField): CellFault {
  return {
    code: 'sheet-percent',
    severity: 'reject',
    message: {
      zh: `${field.zh}是百分比格式（内部值 ${raw}），无法确定要填的是 ${raw} 还是百分数。请改为常规或文本格式。`,
      en: `${field.name} is formatted as a percentage (internal value ${raw}); it is not clear which number is meant. Format it as general or text.`,
    },
  };
}

function kindFault(cell: SheetCell, field: PlannedField): CellFault {
  return {
    code: 'sheet-cell-kind',
    severity: 'reject',
    message: {
      zh: `${field.zh}的单元格是${cell.kind === 'error' ? '错误值' : '逻辑值'}（${cell.text}），请填写实际内容。`,
      en: `The cell of ${field.name} holds ${cell.kind === 'error' ? 'an error' : 'a truth value'} (${cell.text}): enter the content.`,
    },
  };
}
