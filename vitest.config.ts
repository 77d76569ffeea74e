import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules/**', 'dist/**'],
    globalSetup: ['test/database.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // Two cores: more workers than cores only make the database tests wait for each other.
    maxWorkers: 2,
  },
});
