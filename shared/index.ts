export * from './finding.ts';
export * from './money.ts';
export * from './time.ts';
export * from './json.ts';
