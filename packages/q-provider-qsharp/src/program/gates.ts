import type { GateName } from '@xdv/domain-model';

/** One operation of the Q# standard library on given qubits. */
interface Call {
  /** The operation, 'Adjoint ' before it for its inverse. */
  readonly name: string;
  /** Angles and qubits, as Q# writes them. */
  readonly args: readonly string[];
}

/** A number as a Double of Q#: its shortest decimal digits, which read back as the same number. */
export const double = (value: number): string => {
  const digits = String(value);
  return /^-?\d+$/.test(digits) ? `${digits}.0` : digits;
};

type Translation = (qubits: readonly string[], angles: readonly string[]) => readonly Call[];

const named =
  (name: string): Translation =>
  (qubits, angles) => [{ name, args: [...angles, ...qubits] }];

const QUARTER = double(-Math.PI / 2);

/**
 * Each gate as operations of Q# in order, equal to the matrix of the catalogue with its global
 * phase, which shows under controls: `Controlled` of each operation then is the controlled gate.
 * `u`(θ, φ, λ) = R1(φ) Ry(θ) R1(λ), and iswap = exp(iπ/4 (XX + YY)).
 */
const TRANSLATIONS: Readonly<Record<Exclude<GateName, 'gphase'>, Translation>> = {
  id: () => [],
  x: named('X'),
  y: named('Y'),
  z: named('Z'),
  h: named('H'),
  s: named('S'),
  sdg: named('Adjoint S'),
  t: named('T'),
  tdg: named('Adjoint T'),
  sx: named('SX'),
  sxdg: named('Adjoint SX'),
  rx: named('Rx'),
  ry: named('Ry'),
  rz: named('Rz'),
  p: named('R1'),
  u: (qubits, [theta, phi, lambda]) => [
    { name: 'R1', args: [lambda!, ...qubits] },
    { name: 'Ry', args: [theta!, ...qubits] },
    { name: 'R1', args: [phi!, ...qubits] },
  ],
  swap: named('SWAP'),
  iswap: (qubits) => [
    { name: 'Rxx', args: [QUARTER, ...qubits] },
    { name: 'Ryy', args: [QUARTER, ...qubits] },
  ],
  rxx: named('Rxx'),
  ryy: named('Ryy'),
  rzz: named('Rzz'),
};

const show = ({ name, args }: Call, controls: readonly string[]): string => {
  if (controls.length === 0) return `${name}(${args.join(', ')});`;
  // a functor takes the operation's arguments as one: a tuple unless there is but one
  const list = args.join(', ');
  return `Controlled ${name}([${controls.join(', ')}], ${args.length === 1 ? list : `(${list})`});`;
};

const qubit = (index: number): string => `q[${index}]`;

/** What is translated: a gate whose angles are written out already. */
export interface GateText {
  readonly gate: GateName;
  readonly targets: readonly number[];
  readonly controls: readonly number[];
  readonly angles: readonly string[];
}

/** The statements of Q# that perform a gate on the qubits `q[…]`. */
export const gateStatements = (text: GateText): readonly string[] => {
  const { gate, targets, controls, angles } = text;
  if (gate === 'gphase') {
    // a phase where all controls are 1 is a phase of the last of them; without any it is no effect
    const last = controls.at(-1);
    if (last === undefined) return [];
    const phase = { gate: 'p', targets: [last], controls: controls.slice(0, -1), angles } as const;
    return gateStatements(phase);
  }
  const calls = TRANSLATIONS[gate](targets.map(qubit), angles);
  return calls.map((call) => show(call, controls.map(qubit)));
};
