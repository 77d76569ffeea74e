import type { Fields } from './document.ts';
import type { Fault } from './fault.ts';
import type { Plan } from './plan.ts';

interface LineFault {
  /** Index of the line; undefined: the lines as a whole. */
  readonly line?: number;
  readonly field: string;
  readonly fault: Fault;
}

/** What the annex says of the lines together: their numbers, and that a summary application has a list or a range of time. */
export function linesFaults(plan: Plan, head: Fields, lines: readonly Fields[]): readonly LineFault[] {
  const faults: LineFault[] = [];
  const numbered = plan.lines?.numbered;
  if (numbered !== undefined && !(lines.length === 1 && lines[0]?.[numbered.name] === '1')) {
    faults.push(...numberFaults(numbered.name, numbered.numbering === 'continuous', lines));
  }
  if (plan.shape.root === 'CEB701Message' && lines.length === 0 && !head['startTime'] && !head['endTime']) {
    faults.push({
      field: '',
      fault: {
        code: 'list-or-range',
        severity: 'reject',
        message: {
          zh: '汇总申请应列明清单，或填写汇总开始和结束时间。',
          en: 'A summary application names its inventories or gives a start and an end time.',
        },
      },
    });
  }
  return faults;
}

function numberFaults(field: string, continuous: boolean, lines: readonly Fields[]): LineFault[] {
  const faults: LineFault[] = [];
  const seen = new Map<number, number>();
  lines.forEach((line, index) => {
    const text = line[field];
    const number = Number(text);
    if (text === undefined || !Number.isSafeInteger(number)) return;
    const first = seen.get(number);
    if (first !== undefined) {
      faults.push(
        at(
          index,
          field,
          'gnum-repeated',
          `商品序号（${field}）${number} 与第 ${first + 1} 项重复，请更正。`,
          `${field} ${number} is also that of line ${first + 1}: correct it.`,
        ),
      );
      return;
    }
    seen.set(number, index);
    if (number < 1) {
      faults.push(
        at(index, field, 'gnum-range', `商品序号（${field}）应从 1 开始。`, `${field} must start at 1.`),
      );
    } else if (continuous && number > lines.length) {
      faults.push(
        at(
          index,
          field,
          'gnum-gap',
          `商品序号（${field}）应从 1 连续编号至 ${lines.length}，实为 ${number}。`,
          `${field} must run from 1 to ${lines.length} without gaps; this is ${number}.`,
        ),
      );
    }
  });
  return faults;
}

function at(line: number, field: string, code: string, zh: string, en: string): LineFault {
  return { line, field, fault: { code, severity: 'reject', message: { zh, en } } };
}
