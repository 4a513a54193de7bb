import {
  classicalBits,
  classicalOffset,
  evaluateClassical,
  unwrap,
  validateCircuit,
  type Circuit,
  type CircuitOp,
} from '@xdv/domain-model';
import {
  applyGate,
  createState,
  measureQubit,
  probabilityOfOne,
  type StateVector,
} from '@xdv/q-provider-sim/engine';
import { everyWay, type Way } from './machine.ts';

/** What a circuit does, exactly: the gates and the collapse are those of the simulator. */
export interface CircuitMeaning {
  /** Probability of each outcome: its bits, bit 0 rightmost. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** The state at the end if nothing is measured or reset: re, im, re, im, … */
  readonly state: Float64Array | null;
}

interface Run {
  readonly state: StateVector;
  readonly bits: Uint8Array;
  readonly way: Way;
  unitary: boolean;
}

const measured = ({ state, way }: Run, qubit: number): 0 | 1 => {
  state.widen(qubit + 1);
  const outcome = way.choose(probabilityOfOne(state, qubit));
  // a draw of 0 gives 1 wherever that is possible, one of almost 1 gives 0
  measureQubit(state, qubit, outcome === 1 ? 0 : 1 - Number.EPSILON);
  return outcome;
};

const holds = ({ bits }: Run, tested: readonly number[], values: readonly number[]): boolean =>
  tested.every((bit, k) => bits[bit] === values[k]);

const assign = (run: Run, op: CircuitOp & { kind: 'set' }): void => {
  const read = (at: number): number => run.bits[at]!;
  const found = classicalBits(unwrap(evaluateClassical(op.value, read)), op.value.type);
  const start = op.at + unwrap(classicalOffset(op.index, read));
  for (let k = 0; k < op.value.type.width; k++) {
    run.bits[start + k] = Number((found >> BigInt(k)) & 1n);
  }
};

const computed = (run: Run, op: CircuitOp & { kind: 'computed' }): void => {
  const params = op.params.map((param) =>
    Number(unwrap(evaluateClassical(param, (at) => run.bits[at]!))),
  );
  applyGate(run.state, op.gate, op.targets, params, op.controls);
};

const perform = (run: Run, op: CircuitOp): void => {
  switch (op.kind) {
    case 'gate':
      return applyGate(run.state, op.gate, op.targets, op.params, op.controls);
    case 'computed':
      return computed(run, op);
    case 'measure':
      run.unitary = false;
      run.bits[op.bit] = measured(run, op.qubit);
      return;
    case 'reset':
      run.unitary = false;
      if (measured(run, op.qubit) === 1) applyGate(run.state, 'x', [op.qubit], [], []);
      return;
    case 'if':
      return performAll(run, holds(run, op.bits, op.values) ? op.then : op.otherwise);
    case 'while':
      for (let round = 0; holds(run, op.bits, op.values); round++) {
        if (round === op.max) throw new RangeError('a loop takes more rounds than it may');
        performAll(run, op.body);
      }
      return;
    case 'set':
      return assign(run, op);
    default:
      // barriers and delays do nothing to a state
  }
};

const performAll = (run: Run, ops: readonly CircuitOp[]): void => {
  for (const op of ops) perform(run, op);
};

const performOnce = (way: Way, circuit: Circuit): Run => {
  const state = createState(circuit.qubits);
  state.clear();
  const bits = new Uint8Array(circuit.bits + (circuit.scratch ?? 0));
  const run: Run = { state, bits, way, unitary: true };
  performAll(run, circuit.ops);
  return run;
};

/** Runs a circuit along every way of its outcomes. Throws where a classical value is missing. */
export const meaningOfCircuit = (circuit: Circuit, waysMax = 4096): CircuitMeaning => {
  const valid = unwrap(validateCircuit(circuit));
  const ways = everyWay(waysMax, (way) => performOnce(way, valid));
  const outcomes = new Map<string, number>();
  for (const [way, { bits }] of ways) {
    const key = [...bits.subarray(0, circuit.bits)].reverse().join('');
    outcomes.set(key, (outcomes.get(key) ?? 0) + way.probability);
  }
  const [[, first]] = ways as [readonly [Way, Run]];
  return { outcomes, state: first.unitary ? first.state.amplitudes() : null };
};
