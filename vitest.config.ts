import { defineConfig } from 'vitest/config'

const conditions = ['@seat-ledger/source', 'node', 'import', 'module', 'default']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['packages/**/test/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 30_000,
    // Left to itself, vitest keeps one core free: on two that is one worker, and twice the time.
    maxWorkers: '100%',
  },
})
