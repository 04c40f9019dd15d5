import { defineConfig } from 'vitest/config';

/** Suites that start the real stack: one at a time, for they share this machine's processors. */
const onTheStack = {
  globalSetup: ['tests/support/globalSetup.ts'],
  fileParallelism: false,
  testTimeout: 20_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{shared,sfu,signaling,web,infra}/**/*.test.ts',
            'tests/{support,load,cases}/**/*.test.ts',
          ],
        },
      },
      { test: { name: 'contract', include: ['tests/contract/**/*.test.ts'], ...onTheStack } },
      { test: { name: 'security', include: ['tests/security/**/*.test.ts'], ...onTheStack } },
    ],
  },
});
