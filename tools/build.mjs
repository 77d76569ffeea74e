// Compiles to dist/ and copies what is read at run time but is not TypeScript (SQL, data, samples).
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const done = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
if (done.status !== 0) process.exit(done.status ?? 1);

const carried = new Set(['.sql', '.csv', '.xml', '.json', '.tsv', '.xlsx', '.xls', '.html']);
const rooms = ['law', 'messages', 'rules', 'server', 'samples', 'demo'];

/** Copies every run-time asset below `folder` to the same place in dist/. */
function carry(folder) {
  for (const name of readdirSync(join(root, folder))) {
    const at = join(folder, name);
    if (statSync(join(root, at)).isDirectory()) carry(at);
    else if (carried.has(extname(name))) cpSync(join(root, at), join(root, 'dist', at));
  }
}
for (const room of rooms) if (existsSync(join(root, room))) carry(room);
