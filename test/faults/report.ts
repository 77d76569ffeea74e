/** One line of the fault table: what was done to the platform, how often, what was found. Printed as it happens. */
export function report(fault: string, injected: number, found: string): void {
  process.stdout.write(`  fault | ${fault} | ${injected} | ${found}\n`);
}
