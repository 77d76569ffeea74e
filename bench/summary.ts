/**
 * How long a month's summary takes: `node bench/summary.ts [lists]` (100,000 by default). Lists of one to four lines over a thousand
 * commodity codes, twenty destinations and two producing units, planned and written as official messages.
 */
import { shippedLaw } from '../law/index.ts';
import { encodeXml } from '../messages/index.ts';
import { applicationMessages, planSummary } from '../summary/index.ts';
import { closedList } from '../test/closed-list.ts';

const count = Number(process.argv[2] ?? 100_000);
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
const plan = planSummary({
  month: '2024-01',
  ebcCode: 'E1',
  summaryFlag: '2',
  itemNameFlag: '0',
  lists,
  law,
});
const planned = performance.now();
const messages = applicationMessages(plan, {
  at: Date.parse('2024-02-05T09:00:00+08:00'),
  law,
  transfer: { copCode: '3701DM0001', copName: '演示平台', dxpId: 'DXPDEMO00000001' },
  by: 'lists',
});
const bytes = messages.reduce((sum, message) => sum + Buffer.byteLength(encodeXml(message)), 0);
const written = performance.now();

const forms = plan.applications.flatMap(application => application.forms);
const spans = new Set(forms.flatMap(form => form.spans)).size;
console.log(
  `${count} lists, ${plan.declared.lines} lines declared, ${plan.statistics.lists} lists for statistics: ${forms.length} forms, ` +
    `${forms.reduce((sum, form) => sum + form.items.length, 0)} items, ${spans} lists in more than one form`,
);
console.log(
  `plan ${((planned - started) / 1000).toFixed(2)} s, ${messages.length} messages of ${bytes} bytes ` +
    `${((written - planned) / 1000).toFixed(2)} s`,
);
