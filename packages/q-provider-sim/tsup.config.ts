import { defineConfig } from 'tsup';

export default defineConfig({
  entry: [
    'src/index.ts',
    'src/engine/index.ts',
    'src/statevector/index.ts',
    'src/stabilizer/index.ts',
    'src/density/index.ts',
    'src/noise/index.ts',
    'src/observables/index.ts',
    'src/variational/index.ts',
    'src/transpile/index.ts',
    'src/device/index.ts',
  ],
  format: ['esm'],
  target: 'es2024',
  platform: 'neutral',
  sourcemap: true,
  clean: true,
  dts: false,
  removeNodeProtocol: false,
});
