import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: ['packages/*', 'examples', 'tools/tidy'],
    reporters: ['default', './scripts/summary-reporter.mjs'],
  },
});
