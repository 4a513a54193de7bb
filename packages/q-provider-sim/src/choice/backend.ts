import { fail, ok, type Result } from '@xdv/domain-model';
import type { Backend } from '../engine/memory.ts';
import type { StateVector } from '../engine/state.ts';
import { createCompiledState, type CompiledStateOptions } from '../statevector/index.ts';

/** Amplitudes times gates of one stretch: about a second. */
const STRETCH_WORK = 2 ** 33;

/** State vectors whose gates become WebAssembly. */
export const compiledBackend = (options: CompiledStateOptions = {}): Backend => ({
  stretchMax: (qubits) => Math.max(64, STRETCH_WORK / 2 ** qubits),
  create: (qubits): Result<StateVector> => {
    try {
      return ok(createCompiledState(qubits, options));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const bytes = (options.precision === 'c64' ? 8 : 16) * 2 ** qubits;
      const message = `no memory for ${qubits} qubits (${bytes} bytes)`;
      return fail('RESOURCE_EXHAUSTED', message, 'Use complex64 or fewer qubits');
    }
  },
});
