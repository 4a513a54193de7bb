import { ok } from '@xdv/domain-model';
import type { Backend } from '@xdv/q-provider-sim/engine';
import { createCompiledState } from '../src/statevector/index.ts';
import type { Precision } from './published.ts';

/** State vectors that run as WebAssembly, as fast as they go. */
export const compiledBackend = (precision: Precision): Backend => ({
  // nobody stops a bench, so every stretch of gates may be one program
  stretchMax: () => Infinity,
  create: (qubits) => ok(createCompiledState(qubits, { precision, arithmetic: 'fused' })),
});
