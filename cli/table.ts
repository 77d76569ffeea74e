import Table from 'cli-table3';

/** A table for people. Columns are as wide as the terminal allows; long text wraps. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], widths?: readonly number[]): string {
  const drawn = new Table({
    head: [...head],
    style: { head: [], border: [], compact: false },
    wordWrap: true,
    wrapOnWordBoundary: false,
    ...(widths ? { colWidths: [...widths] } : {}),
  });
  for (const row of rows) drawn.push([...row]);
  return drawn.toString();
}

/** Width of the terminal, or a width that fits a wide one when there is none. */
export function terminalWidth(): number {
  return Math.min(Math.max(process.stdout.columns ?? 140, 80), 200);
}

const OUTCOMES: Readonly<Record<string, string>> = {
  release: '放行 release',
  reject: '退单 reject',
  hold: '待核 hold',
  wait: '等待 wait',
};

export function outcomeText(outcome: string): string {
  return OUTCOMES[outcome] ?? outcome;
}

/** Shows on one line how a longer task goes on; silent when nobody watches. */
export function progress(label: string): (done: number, of: number) => void {
  let shown = 0;
  return (done, of) => {
    const now = performance.now();
    if (!process.stderr.isTTY && done < of) return;
    if (now - shown < 200 && done < of) return;
    shown = now;
    const bar = process.stderr.isTTY ? '\r' : '';
    process.stderr.write(`${bar}${label} ${done}/${of}${done >= of ? '\n' : ''}`);
  };
}
