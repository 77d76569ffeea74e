import { measureDoor } from './door.ts';
import { measureStages } from './stages.ts';

const parcels = Number(process.argv[2] ?? '6000');
const stages = measureStages(Date.now() - 3_600_000);
process.stdout.write('CPU-µs per declaration (four documents), pure stages\n');
for (const { name, micros } of stages)
  process.stdout.write(`  ${name.padEnd(20)} ${micros.toFixed(0).padStart(6)}\n`);
const door = await measureDoor(parcels);
process.stdout.write(
  `door: ${door.parcels} declarations in ${door.seconds.toFixed(1)} s = ${door.declarationsPerSecond.toFixed(0)}/s, ${door.messagesPerSecond.toFixed(0)} messages/s\n`,
);
process.stdout.write(
  `  acknowledged p50 ${door.ackMs.p50.toFixed(0)} ms, p99 ${door.ackMs.p99.toFixed(0)} ms; server peak memory ${door.serverRssMiB} MiB\n`,
);
process.stdout.write(
  `  CPU-µs per declaration: server ${door.cpu.server.toFixed(0)}, database ${door.cpu.database.toFixed(0)}, generator ${door.cpu.generator.toFixed(0)}\n`,
);
process.stdout.write(`  decided: ${JSON.stringify(door.decided)}\n`);
