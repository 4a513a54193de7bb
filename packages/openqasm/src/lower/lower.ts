import { CIRCUIT_LIMITS, type Circuit, type CircuitOp } from '@xdv/domain-model';
import type { Analysis } from '../analysis/analysis.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { evaluate } from './evaluate.ts';
import { execute } from './execute.ts';
import { closeTarget } from './flow.ts';
import { interfaceOf } from './interface.ts';
import type { Lowered } from './lowered.ts';
import { Lowering } from './lowering.ts';
import type { LowerOptions } from './options.ts';
import { ROUNDS_DEFAULT } from './rounds.ts';
import { runStatements } from './sequence.ts';
import { Stop } from './stop.ts';
import { settleTimes } from './timeline.ts';
import { store } from './variable.ts';

/** A program as a circuit, or why it is none. */
export type LowerResult =
  | { readonly ok: true; readonly value: Lowered }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

const assertOptions = ({ roundsMax, dtNs }: LowerOptions): void => {
  const most = CIRCUIT_LIMITS.roundsMax;
  const rounds = roundsMax ?? ROUNDS_DEFAULT;
  if (!(Number.isInteger(rounds) && rounds >= 1 && rounds <= most)) {
    throw new RangeError(`roundsMax is a whole number from 1 to ${most}, got ${roundsMax}`);
  }
  if (dtNs !== undefined && !(Number.isFinite(dtNs) && dtNs > 0)) {
    throw new RangeError(`dtNs is a positive number of nanoseconds, got ${dtNs}`);
  }
};

/** What outputs hold at the end goes to their bits, where it is not already. */
const storeOutputs = (low: Lowering): void => {
  for (const id of low.interface.outputs.keys()) {
    const binding = low.bindings.get(low.symbol(id));
    const place = binding?.kind === 'place' ? binding.place : undefined;
    if (place?.kind === 'cell' || place?.kind === 'view') store(low, place.variable);
  }
};

const UNITARY: ReadonlySet<CircuitOp['kind']> = new Set(['gate', 'barrier', 'delay']);

/** The phase that gates give all qubits, where the circuit has a state at its end. */
const emitPhase = ({ analysis, out, phase }: Lowering): void => {
  const angle = phase % (2 * Math.PI);
  // in version 2 a gate is what it is up to its phase
  if (analysis.version === 2 || angle === 0 || !Number.isFinite(angle)) return;
  if (!out.ops.every(({ kind }) => UNITARY.has(kind))) return;
  out.emit({ kind: 'gate', gate: 'gphase', targets: [], params: [angle], controls: [] });
};

const lowered = (analysis: Analysis, options: LowerOptions): Lowered => {
  const outside = interfaceOf(analysis, options);
  const low = new Lowering({ evaluate, execute }, { analysis, options, outside });
  closeTarget(low, low.end, runStatements(low, analysis.program.statements));
  storeOutputs(low);
  emitPhase(low);
  const { bits, qubits, described } = outside;
  const scratch = low.out.bits - bits;
  const circuit: Circuit = {
    qubits: qubits.length,
    bits,
    ...(scratch > 0 ? { scratch } : {}),
    ops: settleTimes(low, low.out.ops),
  };
  return { circuit, version: analysis.version, qubits, outputs: described };
};

/**
 * A program as a circuit. What is known before it runs (constants, inputs, variables that no
 * outcome decides) is computed, and control flow over it unrolled; what depends on outcomes is in
 * classical bits, outputs in the first ones, and becomes `if`, `while`, `set` and `computed`
 * operations. Global phases are exact under controls and powers.
 *
 * Fails with the errors of the analysis, if it has some, or with the first of INPUT_MISSING,
 * INPUT_INVALID, BINDING_MISSING, RUNTIME_UNSUPPORTED, DURATION_UNKNOWN, DURATION_INVALID,
 * NEVER_ENDS, TOO_LARGE and the codes of values that turn out wrong (INDEX_RANGE,
 * CONSTANT_INVALID, …). Total: time and memory are bounded by the limits of circuits and by 20
 * million steps. Source: OpenQASM 3 specification; Cross et al., arXiv:1707.03429 (version 2).
 */
export const lower = (analysis: Analysis, options: LowerOptions = {}): LowerResult => {
  assertOptions(options);
  const errors = analysis.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { ok: false, diagnostics: errors };
  try {
    return { ok: true, value: lowered(analysis, options) };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const { code, message, hint, at } = error;
    const { start, end } = at;
    return { ok: false, diagnostics: [{ code, severity: 'error', message, hint, start, end }] };
  }
};
