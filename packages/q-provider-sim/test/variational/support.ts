import { GATE_NAMES, GATES, unwrap, type Circuit, type GateOp } from '@xdv/domain-model';
import * as fc from 'fast-check';
import {
  parametric,
  type AngleDependence,
  type ParametricCircuit,
} from '../../src/variational/index.ts';
import { arbitraryGate } from '../support.ts';

const TURNING = GATE_NAMES.filter((name) => GATES[name].params > 0);

/** Gates of every kind, those with angles more often. */
const gates = (qubits: number): fc.Arbitrary<readonly GateOp[]> =>
  fc.array(fc.oneof(arbitraryGate(qubits, TURNING), arbitraryGate(qubits)), {
    minLength: 1,
    maxLength: 14,
  });

/** Every angle of a circuit, as if it might depend on parameters. */
export const anglesOf = ({ ops }: Circuit): readonly { op: number; angle: number }[] =>
  ops.flatMap((each, op) =>
    each.kind === 'gate' ? each.params.map((_, angle) => ({ op, angle })) : [],
  );

export interface Case {
  readonly circuit: ParametricCircuit;
  readonly values: readonly number[];
}

/** A random circuit of gates in which about two of three angles depend on up to two parameters. */
export const arbitraryCase = (qubitsMax: number): fc.Arbitrary<Case> =>
  fc.integer({ min: 2, max: qubitsMax }).chain((qubits) =>
    gates(qubits).chain((ops) => {
      const circuit = { qubits, bits: 0, ops };
      const term = fc.tuple(fc.nat(2), fc.double({ min: -2, max: 2, noNaN: true }));
      const terms = fc.array(term, { maxLength: 2 });
      const dependences = fc.tuple(
        ...anglesOf(circuit).map(({ op, angle }) =>
          fc.tuple(fc.nat(2), terms).map(([choice, own]): readonly AngleDependence[] =>
            choice === 0 ? [] : [{ op, angle, terms: own }],
          ),
        ),
      );
      const value = fc.double({ min: -4, max: 4, noNaN: true });
      return fc.tuple(dependences, fc.tuple(value, value, value)).map(([named, values]) => ({
        circuit: unwrap(parametric(circuit, 3, named.flat())),
        values,
      }));
    }),
  );

/** Parameter k for every angle of the circuit, in order. */
export const allAngles = (circuit: Circuit): ParametricCircuit => {
  const angles = anglesOf(circuit);
  const dependences = angles.map((each, k) => ({ ...each, terms: [[k, 1]] as const }));
  return unwrap(parametric(circuit, angles.length, dependences));
};
