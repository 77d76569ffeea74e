import { FORMAT } from '../fault.ts';
import type { Limits } from '../limits.ts';
import type { Notebook } from '../notebook.ts';
import type { PartPlan, PlannedField } from '../plan.ts';
import { tooMany } from '../refusal.ts';
import { elementInValue, misspeltElement, repeatedElement, wrongOrder } from './structure.ts';

/** Reads the fields of one part (a head, a line, BaseTransfer …) in the order they come, and tells what is out of order. */
export interface PartReader {
  /** A part begins; the values read from now on go into the object that is returned. */
  start(plan: PartPlan, path: string, notes: Notebook): Record<string, string>;
  /**
   * A field begins. `value`: its text follows. `repeated`: already told, to be passed over. `unknown`: not an element of the part.
   */
  open(local: string): 'value' | 'repeated' | 'unknown';
  add(text: string): void;
  close(): void;
  /** An element where only text may stand. */
  elementInValue(name: string): void;
  readonly path: string;
}

export function partReader(limits: Limits): PartReader {
  let part: PartPlan | undefined;
  let path = '';
  let notes: Notebook | undefined;
  let values: Record<string, string> = {};
  // Place of the last field that stood in order: what comes before it in the schema comes too late.
  let reached = -1;
  // Which fields the part has had: its number stands at their place.
  const seen: number[] = [];
  let parts = 0;
  let field: PlannedField | undefined;
  let value = '';
  return {
    start(plan, at, into) {
      part = plan;
      path = at;
      notes = into;
      reached = -1;
      parts++;
      values = {};
      return values;
    },
    open(local) {
      field = part?.byName.get(local);
      if (field === undefined) return 'unknown';
      const { name, index } = field;
      if (local !== name) notes?.note(FORMAT, `${path}/${name}`, local, misspeltElement(local, name));
      if (index <= reached && seen[index] === parts) {
        notes?.note(FORMAT, `${path}/${name}`, undefined, repeatedElement(name));
        return 'repeated';
      }
      seen[index] = parts;
      if (index < reached) {
        const after = part?.fields[reached]?.name ?? '';
        notes?.note(FORMAT, `${path}/${name}`, undefined, wrongOrder(name, after));
      } else {
        reached = index;
      }
      value = '';
      return 'value';
    },
    add(text) {
      value = value === '' ? text : value + text;
      if (value.length > limits.value) {
        const name = field?.name ?? '';
        throw tooMany({ zh: `元素 ${name} 的字符数`, en: `Characters of ${name}` }, limits.value);
      }
    },
    close() {
      if (field !== undefined) values[field.name] = value;
    },
    elementInValue(name) {
      notes?.note(FORMAT, `${path}/${field?.name ?? ''}`, undefined, elementInValue(name));
    },
    get path() {
      return path;
    },
  };
}
