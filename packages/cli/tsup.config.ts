import { defineConfig } from 'tsup';

export default defineConfig({
  // the host of workers is started by its path, so it is a file of its own beside the bundle
  entry: { index: 'src/index.ts', main: 'src/main.ts', host: 'src/worker/host.ts' },
  format: ['esm'],
  target: 'es2024',
  platform: 'node',
  sourcemap: true,
  clean: true,
  dts: false,
  removeNodeProtocol: false,
});
