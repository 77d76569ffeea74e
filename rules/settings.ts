import { type Fixed5, fixed5 } from '../shared/index.ts';
import type { Question } from './case.ts';

/** A number of the law or of the operator on the day of the case, exact. Throws when the id is unknown. */
export function numberOn(question: Question, id: string): Fixed5 {
  return fixed5(question.law.number(id, question.on).value);
}

/** Whether the operator has switched something on (a flag is 1). */
export function isOn(question: Question, id: string): boolean {
  return numberOn(question, id) > 0n;
}
