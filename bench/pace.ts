const SLICES = 5;

/**
 * How often `work` can be done in a second of one core: its CPU time is counted, not the clock's, because the machine is shared. Runs
 * for about `seconds` after a warm-up, in five slices of which the best counts.
 */
export function timesPerSecond(work: () => void, seconds: number): number {
  const slice = (length: number): number => {
    const until = performance.now() + length * 1000;
    const before = process.cpuUsage();
    let times = 0;
    do {
      work();
      times += 1;
    } while (performance.now() < until);
    const { user, system } = process.cpuUsage(before);
    return (times * 1e6) / Math.max(1, user + system);
  };
  slice(seconds / SLICES);
  return Math.max(...Array.from({ length: SLICES }, () => slice(seconds / SLICES)));
}
