import { defineConfig } from 'tsup';

export default defineConfig({
  entry: [
    'src/index.ts',
    'src/engine/index.ts',
    'src/formats/index.ts',
    'src/problems/index.ts',
    'src/photonics/index.ts',
    'src/network/index.ts',
    'src/coherence/index.ts',
  ],
  format: ['esm'],
  target: 'es2024',
  platform: 'neutral',
  sourcemap: true,
  clean: true,
  dts: false,
  removeNodeProtocol: false,
});
