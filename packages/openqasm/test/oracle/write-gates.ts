import { writeFloat } from './write-numbers.ts';
import { writeAngle } from './write-scalars.ts';
import type { GateShape, Register, Writer } from './write-scope.ts';

const gate = (name: string, qubits: number, params = 0): GateShape => ({
  name,
  qubits,
  params,
  fractions: qubits === 1,
});

/** The gates of the language and of its standard library. */
export const LIBRARY_GATES: readonly GateShape[] = [
  ...['h', 'x', 'y', 'z', 's', 'sdg', 't', 'tdg', 'sx', 'id'].map((name) => gate(name, 1)),
  ...['rx', 'ry', 'rz', 'p', 'phase', 'u1'].map((name) => gate(name, 1, 1)),
  ...['cx', 'cy', 'cz', 'ch', 'swap', 'CX'].map((name) => gate(name, 2)),
  ...['cp', 'crx', 'cry', 'crz', 'cphase'].map((name) => gate(name, 2, 1)),
  ...['ccx', 'cswap'].map((name) => gate(name, 3)),
  gate('u2', 1, 2),
  gate('u3', 1, 3),
  gate('U', 1, 3),
  gate('cu', 2, 4),
  { ...gate('gphase', 0, 1), fractions: true },
];

interface Modified {
  readonly text: string;
  readonly qubits: number;
}

/** Modifiers before a gate, for at most `room` qubits in all. */
const modifiers = (w: Writer, { name, qubits, fractions }: GateShape, room: number): Modified => {
  const { choose } = w;
  let text = `${name}`;
  let count = qubits;
  let fractional = fractions;
  while (choose.rarely(3)) {
    const kind = choose.pick(['inv', 'ctrl', 'pow', 'negctrl']);
    const controls = choose.rarely(3) ? 2 : 1;
    if (kind === 'inv') text = `inv @ ${text}`;
    else if (kind === 'pow') text = `pow(${exponent(w, fractional)}) @ ${text}`;
    else if (count + controls <= room) {
      text = `${kind}${controls === 2 ? '(2)' : ''} @ ${text}`;
      count += controls;
      fractional = false;
    }
  }
  return { text, qubits: count };
};

const exponent = (w: Writer, fractional: boolean): string =>
  fractional
    ? w.choose.pick(['2', '-1', '0.5', '1 / 3.0', '-0.25', '0', '1.5'])
    : w.choose.pick(['2', '-1', '3', '0']);

const knownAngle = (w: Writer): string =>
  w.choose.pick(['pi / 2', '-pi / 4', '0.1', '1', '3 * π / 2', '-2.3']);

const angle = (w: Writer): string =>
  w.choose.any(
    () => writeFloat(w, w.choose.below(3)),
    () => writeAngle(w, w.choose.from(3, 10), w.choose.below(3)),
    () => knownAngle(w),
  );

const room = (w: Writer): number => new Set(w.registers.flatMap(({ ids }) => ids)).size;

/** One qubit of a register, as it is written there. */
export const oneOf = (w: Writer, { name, ids, single }: Register): readonly [string, number] => {
  if (single) return [name, ids[0]!];
  const at = w.choose.below(ids.length);
  return [`${name}[${w.choose.rarely(4) ? at - ids.length : at}]`, ids[at]!];
};

/** Different qubits, written one by one. */
export const qubitsFor = (w: Writer, count: number): readonly string[] => {
  const found: string[] = [];
  const used = new Set<number>();
  while (found.length < count) {
    const register = w.choose.pick(
      w.registers.filter(({ ids }) => ids.some((id) => !used.has(id))),
    );
    const free = register.ids.map((id, at) => [id, at] as const).filter(([id]) => !used.has(id));
    const [id, at] = w.choose.pick(free);
    used.add(id);
    found.push(register.single ? register.name : `${register.name}[${at}]`);
  }
  return found;
};

/** Registers of one size that share no qubit, or null. */
const registersFor = (w: Writer, count: number): readonly string[] | null => {
  const first = w.choose.pick(w.registers);
  if (first.single) return null;
  const used = new Set(first.ids);
  const found = [first.name];
  for (const { name, ids, single } of w.registers) {
    if (found.length === count) break;
    const fits = single || ids.length === first.ids.length;
    if (!fits || ids.some((id) => used.has(id))) continue;
    for (const id of ids) used.add(id);
    found.push(name);
  }
  return found.length === count ? found : null;
};

/** A call of a gate on qubits that are there; null if none fits. */
export const writeGateCall = (w: Writer): string | null => {
  const { choose } = w;
  const most = room(w);
  const fitting = [...LIBRARY_GATES, ...w.gates].filter(({ qubits }) => qubits <= most);
  const chosen = choose.pick(fitting);
  const { text, qubits } = modifiers(w, chosen, Math.min(most, 4));
  // a root is found before the circuit runs
  const write = /pow\([^)]*\./.test(text) ? knownAngle : angle;
  const args = Array.from({ length: chosen.params }, () => write(w));
  const call = args.length > 0 ? `${text}(${args.join(', ')})` : text;
  const broadcast = qubits > 0 && choose.rarely(4) ? registersFor(w, qubits) : null;
  const operands = broadcast ?? qubitsFor(w, qubits);
  return `${call} ${operands.join(', ')};`.replace(' ;', ';');
};

/** The definition of a gate over gates that are there. */
export const writeGateDefinition = (w: Writer): string => {
  const { choose } = w;
  const name = w.name('g');
  const qubits = choose.from(1, 3);
  const params = choose.below(3);
  const angles = Array.from({ length: params }, (_, k) => `${name}_a${k}`);
  const operands = Array.from({ length: qubits }, (_, k) => `${name}_q${k}`);
  const { registers, variables } = w;
  w.registers = operands.map((operand, k) => ({ name: operand, ids: [k], single: true }));
  const constants = variables.filter(({ constant }) => constant);
  const shape = { t: 'float', w: 64 } as const;
  w.variables = [
    ...constants.filter((v) => v.shape.t === 'float'),
    ...angles.map((a) => ({ name: a, shape, sizes: [], fixed: true, constant: false })),
  ];
  const body = Array.from({ length: choose.below(4) }, () => writeGateCall(w));
  const barrier = choose.rarely(5);
  if (barrier) body.push(`barrier ${operands[0]!};`);
  Object.assign(w, { registers, variables });
  // a barrier has no root
  w.gates.push({ name, params, qubits, fractions: qubits === 1 && !barrier });
  const list = params > 0 || choose.rarely(4) ? `(${angles.join(', ')})` : '';
  return `gate ${name}${list} ${operands.join(', ')} { ${body.join(' ')} }`;
};
