// The full run of the faults: `npm run faults` for all of them, `npm run faults -- peak` for the recovery after a minute at peak,
// `npm run faults -- fuzz crash` for some. Seeds: FAULTS_SEED, PORT_SEED, FUZZ_SEED (with FUZZ_ONLY one request of it, FUZZ_COUNT fewer).
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const all = ['crash', 'stop', 'backup', 'injection', 'receivers', 'folders', 'port-day', 'found', 'fuzz'];
const asked = process.argv.slice(2);
const files = (asked.length > 0 ? asked : all).map(name => `test/faults/${name}.test.ts`);
const missing = files.filter(file => !existsSync(join(root, file)));
if (missing.length > 0) {
  process.stderr.write(`no such faults: ${missing.join(', ')}; there are ${all.join(', ')}, peak\n`);
  process.exit(3);
}
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
// One file after the other: they measure seconds to ready and share the machine with nobody.
const done = spawnSync(
  process.execPath,
  [vitest, 'run', '--maxWorkers=1', '--no-file-parallelism', ...files],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, FAULTS: asked.includes('peak') ? 'peak' : 'full' },
  },
);
process.exit(done.status ?? 1);
