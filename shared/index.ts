export * from './finding.ts';
export * from './json.ts';
export * from './money.ts';
export * from './time.ts';
