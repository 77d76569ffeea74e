import { parseArgs } from 'node:util';
import { measureDoor } from './door.ts';
import { measureStages } from './stages.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    runs: { type: 'string', default: '1' },
    parcels: { type: 'string', default: '20000' },
    profile: { type: 'string' },
  },
});
const say = (line: string) => process.stdout.write(`${line}\n`);
const whole = (value: number) => value.toFixed(0);

say('CPU-µs per declaration (four documents), pure stages');
for (const { name, micros } of measureStages(Date.now() - 3_600_000))
  say(`  ${name.padEnd(20)} ${whole(micros).padStart(6)}`);

const rates: number[] = [];
for (let run = 1; run <= Number(values.runs); run++) {
  const door = await measureDoor({
    seconds: Number(values.seconds),
    parcels: Number(values.parcels),
    profile: values.profile,
  });
  rates.push(door.perSecond);
  say(
    `door, run ${run}: ${whole(door.declarations)} declarations in ${door.seconds.toFixed(1)} s = ${whole(door.perSecond)}/s, ${whole(door.messagesPerSecond)} messages/s`,
  );
  for (const [what, { p50, p99, messages }] of Object.entries({
    'full load': door.full,
    'a third of it': door.third,
    'one alone': door.alone,
  }))
    say(`  acknowledged, ${what}: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms (${messages} messages)`);
  say(
    `  CPU-µs per declaration: server ${whole(door.cpu.server)}, database ${whole(door.cpu.database)}, generator ${whole(door.cpu.generator)}`,
  );
  say(`  server peak memory ${door.serverRssMiB} MiB, database ${door.databaseMiB} MiB on disk`);
  say(`  decided: ${JSON.stringify(door.decided)}`);
}
rates.sort((a, b) => a - b);
say(`median of ${rates.length}: ${whole(rates[Math.floor(rates.length / 2)] ?? 0)} declarations/s`);
