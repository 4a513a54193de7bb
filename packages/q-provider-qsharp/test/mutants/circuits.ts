import type { CircuitOp, GateName, GateOp } from '@xdv/domain-model';
import { performing, type Mutant } from './base.ts';

type Kind = CircuitOp['kind'];
type Op<K extends Kind> = CircuitOp & { readonly kind: K };

/** Performs operations of one kind in another way. */
const where = <K extends Kind>(kind: K, change: (op: Op<K>) => readonly CircuitOp[]): Mutant =>
  performing((op) => (op.kind === kind ? change(op as Op<K>) : [op]));

const gate = (change: (op: GateOp) => readonly CircuitOp[]): Mutant => where('gate', change);

const asGate = (from: GateName, to: GateName): Mutant =>
  gate((op) => [op.gate === from ? { ...op, gate: to } : op]);

const turned = (name: GateName, by: readonly number[]): Mutant =>
  gate((op) => {
    if (op.gate !== name) return [op];
    return [{ ...op, params: op.params.map((angle, k) => angle + (by[k] ?? 0)) }];
  });

const without = (unwanted: (op: CircuitOp) => boolean): Mutant =>
  performing((op) => (unwanted(op) ? [] : [op]));

const isControlledX = (op: CircuitOp): op is GateOp =>
  op.kind === 'gate' && op.gate === 'x' && op.controls.length > 0;

/** Leaves out the last control where a gate has `controls` of them. */
const carefree = (controls: number): Mutant =>
  gate((op) =>
    op.controls.length === controls ? [{ ...op, controls: op.controls.slice(0, -1) }] : [op],
  );

/** Under a control the phase of a gate shows: these differ from the gate in little else. */
const GATES: readonly (readonly [GateName, Mutant])[] = [
  ['id', asGate('id', 'x')],
  ['x', asGate('x', 'y')],
  ['y', asGate('y', 'x')],
  ['z', asGate('z', 's')],
  ['h', asGate('h', 'x')],
  ['s', asGate('s', 'sdg')],
  ['sdg', asGate('sdg', 's')],
  ['t', asGate('t', 's')],
  ['tdg', asGate('tdg', 't')],
  ['sx', asGate('sx', 'sxdg')],
  ['sxdg', asGate('sxdg', 'sx')],
  ['rx', asGate('rx', 'ry')],
  ['ry', asGate('ry', 'rx')],
  ['rz', asGate('rz', 'p')],
  ['p', asGate('p', 'rz')],
  ['u', turned('u', [0, 1, -1])],
  ['swap', asGate('swap', 'iswap')],
  ['iswap', asGate('iswap', 'swap')],
  ['rxx', asGate('rxx', 'ryy')],
  ['ryy', asGate('ryy', 'rxx')],
  ['rzz', turned('rzz', [1])],
  ['gphase', turned('gphase', [1])],
];

const looksFirst = where('while', ({ body, ...op }) => [...body, { ...op, body }]);
const looksOnce = where('while', ({ bits, values, body }) => [
  { kind: 'if', bits, values, then: body, otherwise: [] },
]);

const constantAngle = where('computed', (op) => [
  { ...op, params: [{ op: 'constant', type: { kind: 'float', width: 64 }, value: Math.PI }] },
]);

const xorForAdd = where('set', (op) => {
  const { value } = op;
  return value.op === 'add' ? [{ ...op, value: { ...value, op: 'xor' } }] : [op];
});

/** Mutants that compute something else, by the case that is meant to notice. */
export const CIRCUIT_MUTANTS: Readonly<Record<string, Mutant>> = {
  ...Object.fromEntries(GATES.map(([name, mutant]) => [`gate-${name}`, mutant])),
  'controls-2-x': carefree(2),
  'controls-3-x': carefree(3),
  'controls-2-ry': carefree(2),
  'controls-3-p': carefree(3),
  'controls-2-swap': carefree(2),
  'gate-identities': asGate('t', 's'),
  'bit-as-named': where('measure', (op) => [{ ...op, bit: op.qubit }]),
  'bit-written-twice': without((op) => op.kind === 'measure' && op.qubit > 0),
  'bell-z': without(isControlledX),
  'bell-x': gate((op) => [isControlledX(op) ? { ...op, gate: 'y' } : op]),
  'ghz-z': without((op) => isControlledX(op) && op.targets[0] === 3),
  'ghz-x': gate((op) => [isControlledX(op) ? { ...op, gate: 'y' } : op]),
  teleportation: without(({ kind }) => kind === 'if'),
  reset: without(({ kind }) => kind === 'reset'),
  'reset-half': without(({ kind }) => kind === 'reset'),
  'mid-circuit-collapse': without((op) => op.kind === 'measure' && op.bit === 0),
  'if-otherwise': where('if', (op) => [{ ...op, then: op.otherwise, otherwise: op.then }]),
  'if-nested': where('if', (op) => [
    { ...op, bits: op.bits.slice(0, 1), values: op.values.slice(0, 1) },
  ]),
  'phase-estimation': asGate('p', 'rz'),
  grover: without((op) => op.kind === 'gate' && op.gate === 'z'),
  'delay-barrier': where('delay', ({ qubit }) => [
    { kind: 'gate', gate: 'x', targets: [qubit], params: [], controls: [] },
  ]),
  'while-repeats': looksOnce,
  'while-skips': looksFirst,
  'set-computes': xorForAdd,
  'computed-angle': constantAngle,
  'container-statistics': turned('ry', [-1.5]),
  'container-reset': without(({ kind }) => kind === 'reset'),
};
