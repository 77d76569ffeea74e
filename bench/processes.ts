import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the operating system says of processes, from /proc: Linux only; elsewhere every figure is 0. */

const TICK_MICROS = 10_000;

/** User and system CPU of processes since their start, in microseconds. */
export function cpuMicros(pids: readonly number[]): number {
  let ticks = 0;
  for (const pid of pids) {
    const fields = read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ') ?? [];
    // Own time, and that of children that have ended: connections of PostgreSQL come and go.
    for (const at of [11, 12, 13, 14]) ticks += Number(fields[at] ?? 0);
  }
  return ticks * TICK_MICROS;
}

/** The postmaster of a data folder and all its children, asked anew at each call. */
export function postgresPids(dataDir: string): readonly number[] {
  const postmaster = Number(read(join(dataDir, 'db', 'postmaster.pid')).split('\n')[0]);
  if (!postmaster) return [];
  const children = read(`/proc/${postmaster}/task/${postmaster}/children`).trim().split(' ');
  return [postmaster, ...children.filter(Boolean).map(Number)];
}

/** The most memory a process has ever held, in MiB. */
export function peakMiB(pid: number | 'self'): number {
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024);
}

/** A process may end between being named and being read. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
