import { shippedLaw } from '../law/index.ts';
import { encodeXml } from '../messages/index.ts';
import { applicationMessages, planSummary } from '../summary/index.ts';
import { closedList } from '../test/closed-list.ts';

export interface PlannerFigures {
  readonly lists: number;
  readonly lines: number;
  readonly forms: number;
  readonly planSeconds: number;
  readonly messages: number;
  readonly writeSeconds: number;
}

/**
 * The summary's arithmetic alone: lists of one to four lines over a thousand commodity codes, twenty destinations and two producing
 * units, planned and written as official messages.
 */
export function measurePlanner(count: number): PlannerFigures {
  const law = shippedLaw();
  const lists = Array.from({ length: count }, (_, n) =>
    closedList({
      n,
      ownerCode: n % 2 ? 'U1' : 'U2',
      flag: n % 10 ? 'B' : 'A',
      lines: Array.from({ length: 1 + (n % 4) }, (__, at) => ({
        gcode: `61${String((n * 7 + at * 13) % 1000).padStart(8, '0')}`,
        country: String(300 + (n % 20)),
        total: `${(n % 900) + 1}.50`,
      })),
    }),
  );
  const started = performance.now();
  const asked = { month: '2024-01', ebcCode: 'E1', summaryFlag: '2', itemNameFlag: '0', lists, law } as const;
  const plan = planSummary(asked);
  const planned = performance.now();
  const messages = applicationMessages(plan, {
    at: Date.parse('2024-02-05T09:00:00+08:00'),
    law,
    transfer: { copCode: '3701DM0001', copName: '演示平台', dxpId: 'DXPDEMO00000001' },
    by: 'lists',
  });
  for (const message of messages) encodeXml(message);
  const written = performance.now();
  return {
    lists: count,
    lines: plan.declared.lines,
    forms: plan.applications.flatMap(application => application.forms).length,
    planSeconds: (planned - started) / 1000,
    messages: messages.length,
    writeSeconds: (written - planned) / 1000,
  };
}
