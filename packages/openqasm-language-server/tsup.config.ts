import { defineConfig } from 'tsup';

export default defineConfig({
  entry: [
    'src/index.ts',
    'src/main.ts',
  ],
  format: ['esm'],
  target: 'es2024',
  platform: 'node',
  sourcemap: true,
  clean: true,
  dts: false,
  removeNodeProtocol: false,
});
