import { fail, ok, type Result } from '../fault.ts';
import type { NativeGate, QDeviceProfile } from '../ports/profile.ts';
import type { Circuit, CircuitOp, ComputedOp, GateOp } from './circuit.ts';
import { pairKey } from './qubits.ts';
import type { GateName } from './gates.ts';

/** A gate wherever it stands: its angles do not decide whether a device performs it. */
type AnyGate = GateOp | ComputedOp;
/** Says why a device does not perform a gate; undefined if it does. */
type Objection = (op: AnyGate) => string | undefined;

/** Qubits that a message lists. */
const LISTED_MAX = 8;

const listQubits = ({ targets, controls }: AnyGate): string => {
  const qubits = [...targets, ...controls];
  const more = qubits.length - LISTED_MAX;
  return `${qubits.slice(0, LISTED_MAX).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
};

const nameOf = ({ gate, controls }: AnyGate): string => {
  if (controls.length === 0) return gate;
  return `${gate} with ${controls.length} control${controls.length > 1 ? 's' : ''}`;
};

/** The numbers of controls that each gate is native with. */
const countsOf = (native: readonly NativeGate[]): ReadonlyMap<GateName, ReadonlySet<number>> => {
  const counts = new Map<GateName, Set<number>>();
  for (const { gate, controls } of native) {
    counts.set(gate, (counts.get(gate) ?? new Set()).add(controls));
  }
  return counts;
};

/** Which gates with how many controls: `native` narrows `gates`. */
const gateObjection = ({ name, gates, native }: QDeviceProfile): Objection => {
  const known = new Set(gates);
  const exact = native && countsOf(native);
  return (op) => {
    const { gate, controls } = op;
    const listed = exact === undefined || exact.get(gate)?.has(controls.length);
    if (known.has(gate) && listed) return undefined;
    return `${name} does not perform ${nameOf(op)} (qubits ${listQubits(op)})`;
  };
};

/** Which qubits together: those of a coupling, in either direction. */
const couplingObjection = ({ name, couplings }: QDeviceProfile): Objection => {
  if (!couplings) return () => undefined;
  const coupled = new Set(couplings.map(([a, b]) => pairKey(a, b)));
  return (op) => {
    const { targets, controls } = op;
    const width = targets.length + controls.length;
    if (width === 1) return undefined;
    const first = targets[0] ?? controls[0]!;
    const last = controls.at(-1) ?? targets[1]!;
    if (width === 2 && coupled.has(pairKey(first, last))) return undefined;
    return `${name} does not couple qubits ${listQubits(op)} (${nameOf(op)})`;
  };
};

/** The first objection with the path of its operation, which is put together on the way back. */
const firstObjection = (
  path: string,
  ops: readonly CircuitOp[],
  object: Objection,
): string | undefined => {
  for (const [index, op] of ops.entries()) {
    const found = objectionTo(op, object);
    if (found !== undefined) return `${path}[${index}]${found}`;
  }
  return undefined;
};

const objectionTo = (op: CircuitOp, object: Objection): string | undefined => {
  switch (op.kind) {
    case 'gate':
    case 'computed': {
      const why = object(op);
      return why === undefined ? undefined : `: ${why}`;
    }
    case 'if':
      return (
        firstObjection('.then', op.then, object) ??
        firstObjection('.otherwise', op.otherwise, object)
      );
    case 'while':
      return firstObjection('.body', op.body, object);
    default:
      return undefined;
  }
};

/**
 * Accepts a valid circuit if the device performs each of its gates as it stands (XDV-060.1): a gate
 * of `gates`, with a number of controls that `native` lists if there is such a list, and on a pair
 * of `couplings` if there are any. A global phase acts on no qubit, so every device performs it.
 * Fails with GATE_UNSUPPORTED naming the operation by its path, its gate and its qubits. Linear in
 * the operations and in the device's lists.
 */
export const checkNative = (circuit: Circuit, device: QDeviceProfile): Result<null> => {
  const gates = gateObjection(device);
  const couplings = couplingObjection(device);
  const found = firstObjection('ops', circuit.ops, (op) => {
    if (op.targets.length + op.controls.length === 0) return undefined;
    return gates(op) ?? couplings(op);
  });
  if (found === undefined) return ok(null);
  return fail('GATE_UNSUPPORTED', found, `Transpile the circuit for ${device.name}`);
};
