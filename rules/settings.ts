import { type Fixed5, fixed5 } from '../shared/index.ts';
import type { Question } from './case.ts';

/** The law and the day, all that a number needs. */
type OnDay = Pick<Question, 'law' | 'on'>;

/** A number of the law or of the operator on the day of the case, exact. Throws when the id is unknown. */
export function numberOn(question: OnDay, id: string): Fixed5 {
  return fixed5(question.law.number(id, question.on).value);
}

/** Whether the operator has switched something on (a flag is 1). */
export function isOn(question: OnDay, id: string): boolean {
  return numberOn(question, id) > 0n;
}
