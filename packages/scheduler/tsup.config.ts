import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/lab/index.ts', 'src/testing/index.ts'],
  format: ['esm'],
  target: 'es2024',
  platform: 'neutral',
  sourcemap: true,
  clean: true,
  dts: false,
  removeNodeProtocol: false,
});
