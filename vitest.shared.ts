import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultServerConditions } from 'vite';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

const conditions = ['@xdv/source', ...defaultServerConditions];

/** Config of one package: used alone by `pnpm test` in it, and as a project by the root config. */
export const xdvProject = (dir: string): ViteUserConfig =>
  defineConfig({
    root: dir,
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: {
      name: (JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as { name: string }).name,
      include: ['test/**/*.test.ts'],
      environment: 'node',
      expect: { requireAssertions: true },
      testTimeout: 60_000,
      setupFiles: [join(import.meta.dirname, 'vitest.setup.ts')],
      // read only when this package is the root of the run; the root config brings its own
      reporters: ['default', join(import.meta.dirname, 'scripts/summary-reporter.mjs')],
    },
  });
