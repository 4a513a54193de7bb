import {
  circuit,
  classicalBits,
  createRandom,
  evaluateClassical,
  type Circuit,
  type CircuitOp,
  type Classical,
  type ClassicalOperator,
  type ClassicalType,
  type RandomStream,
} from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { classicalObstacle } from '../src/program/classical.ts';
import { codeOf, count, run, start } from './support.ts';

const uint = (width: number): ClassicalType => ({ kind: 'uint', width });
const int = (width: number): ClassicalType => ({ kind: 'int', width });
const FLOAT: ClassicalType = { kind: 'float', width: 64 };

const constant = (type: ClassicalType, value: number | string): Classical => ({
  op: 'constant',
  type,
  value,
});
const read = (type: ClassicalType, at: number): Classical => ({ op: 'read', type, at });
const operation = (
  op: ClassicalOperator,
  type: ClassicalType,
  ...args: readonly Classical[]
): Classical => ({ op, type, args });
const cast = (type: ClassicalType, of: Classical): Classical => ({ op: 'cast', type, of });

/** Bits that the expressions read, set by the circuit before. */
const MEMORY = [1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 1, 0, 1, 0, 1, 1] as const;

const BINARY = ['add', 'sub', 'mul', 'div', 'mod', 'pow', 'and', 'or', 'xor'] as const;
const SHIFTS = ['shl', 'shr', 'rotl', 'rotr'] as const;

/** An expression of integers and angles, of depth `depth` at most. */
const anyInteger = (random: RandomStream, type: ClassicalType, depth: number): Classical => {
  const pick = <T>(list: readonly T[]): T => list[random.below(list.length)]!;
  const inner = (of: ClassicalType): Classical => anyInteger(random, of, depth - 1);
  const form = depth === 0 ? random.below(2) : random.below(8);
  if (form === 0) return read(type, random.below(MEMORY.length - type.width + 1));
  if (form === 1) return constant(type, String(random.below(2 ** (type.width - 1))));
  if (form === 2) return operation(pick(['neg', 'not']), type, inner(type));
  if (form === 3) return operation(pick(SHIFTS), type, inner(type), inner(uint(4)));
  if (form === 4) {
    const kind = type.kind === 'angle' ? 'angle' : pick(['uint', 'int'] as const);
    return cast(type, inner({ kind, width: 1 + random.below(9) }));
  }
  if (form === 5 && type.kind === 'uint') return operation('popcount', type, inner(uint(6)));
  if (form === 6 && type.kind === 'uint' && type.width === 1) {
    const of = pick([uint(3), int(5)]);
    return operation(pick(['eq', 'lt', 'le']), type, inner(of), inner(of));
  }
  return operation(pick(BINARY), type, inner(type), inner(type));
};

const WIDTH = 7;

interface Question {
  readonly value: Classical;
  /** Its bits, lowest first; null where it has no value. */
  readonly expected: string | null;
}

const ask = (random: RandomStream): Question => {
  const kind = (['uint', 'int', 'angle'] as const)[random.below(3)]!;
  const width = 1 + random.below(WIDTH);
  const value = anyInteger(random, { kind, width }, 4);
  const result = evaluateClassical(value, (bit) => MEMORY[bit] ?? 0);
  if (!result.ok) return { value, expected: null };
  const bits = classicalBits(result.value, value.type).toString(2).padStart(width, '0');
  return { value, expected: [...bits].toReversed().join('') };
};

const remember = (): readonly CircuitOp[] => {
  const builder = circuit(2, MEMORY.length).x(0);
  for (const [bit, one] of MEMORY.entries()) builder.measure(one === 1 ? 0 : 1, bit);
  return builder.build().ops;
};

/** A circuit of one qubit that is 1, whose bit 0 is set by `ops`. */
const over = (ops: readonly CircuitOp[], bits = 1): Circuit => ({
  qubits: 2,
  bits,
  scratch: MEMORY.length,
  ops: [...circuit(2, MEMORY.length).x(0).measure(0).build().ops, ...ops],
});

describe('classical values are those of the domain model', () => {
  it('for random expressions of integers and angles', async () => {
    const random = createRandom(3);
    const all = Array.from({ length: 400 }, () => ask(random));
    const questions = all.filter(({ expected }) => expected !== null);
    expect(questions.length).toBeGreaterThan(250);
    const first = MEMORY.length;
    const sets = questions.map(
      ({ value }, k): CircuitOp => ({ kind: 'set', at: first + WIDTH * k, value }),
    );
    const bits = first + WIDTH * questions.length;
    const provider = await start();
    const program = { qubits: 2, bits, ops: [...remember(), ...sets] };
    const answer = await count(provider, run(program, 1));
    const memory = [...answer.counts[0]![0]].toReversed().join('');
    for (const [k, { expected }] of questions.entries()) {
      const at = first + WIDTH * k;
      expect([k, memory.slice(at, at + expected!.length)]).toEqual([k, expected]);
    }
  });

  it.each([
    ['division by zero', operation('div', uint(2), read(uint(2), 0), constant(uint(2), '0'))],
    ['the rest of it', operation('mod', int(3), read(int(3), 0), constant(int(3), '0'))],
    ['a negative power', operation('pow', int(3), read(int(3), 0), constant(int(3), '-1'))],
    [
      'an element that is not there',
      {
        op: 'read',
        type: uint(1),
        at: 0,
        index: { by: constant(uint(3), '5'), count: 5, stride: 1 },
      },
    ],
  ] as const)('%s stops the circuit', async (_, value) => {
    const provider = await start();
    const answer = await provider.execute(run(over([{ kind: 'set', at: 3, value }]), 2));
    expect(codeOf(answer)).toBe('CIRCUIT_STOPPED');
  });

  it('elements of arrays are read and written where their index points', async () => {
    const provider = await start();
    const by = operation('add', uint(2), read(uint(2), 0), constant(uint(2), '1'));
    const index = { by, count: 4, stride: 2 };
    const ops: readonly CircuitOp[] = [
      { kind: 'set', at: 4, index, value: constant(uint(2), '3') },
      { kind: 'set', at: 2, value: { op: 'read', type: uint(2), at: 4, index } },
    ];
    // element 2 of the pairs from bit 4 on, copied to bits 2 and 3
    const answer = await count(provider, run(over(ops, 12), 1));
    expect(answer.counts).toEqual([['001100001101', 1]]);
  });

  it('angles of gates are computed from integers, angles and functions', async () => {
    const provider = await start();
    const one = cast(FLOAT, read(uint(1), 0));
    const half = cast(FLOAT, { op: 'constant', type: { kind: 'angle', width: 4 }, value: '8' });
    const arc = operation('mul', FLOAT, constant(FLOAT, 2), operation('arcsin', FLOAT, one));
    const thrice = operation('mul', FLOAT, one, constant(FLOAT, 3 * Math.PI));
    const once = operation('div', FLOAT, thrice, constant(FLOAT, 3));
    for (const angle of [half, arc, once]) {
      const turn = { kind: 'computed', gate: 'ry', targets: [1], params: [angle], controls: [0] };
      const ops = [turn as CircuitOp, { kind: 'measure', qubit: 1, bit: 1 } as const];
      const answer = await count(provider, run(over(ops, 2), 20));
      expect(answer.counts).toEqual([['11', 20]]);
    }
  });

  it('an angle that is no number stops the circuit', async () => {
    const provider = await start();
    const big = constant(FLOAT, 1e308);
    const infinite = operation('mul', FLOAT, big, cast(FLOAT, read(uint(5), 0)));
    const many = operation('mul', FLOAT, infinite, big);
    const turn = { kind: 'computed', gate: 'p', targets: [1], params: [many], controls: [] };
    const answer = await provider.execute(run(over([turn as CircuitOp]), 1));
    expect(codeOf(answer)).toBe('CIRCUIT_STOPPED');
  });
});

describe('what Q# does not compute is declined', () => {
  it.each<[string, Classical]>([
    ['float[32]', constant({ kind: 'float', width: 32 }, 1)],
    ['a stored float', read(FLOAT, 0)],
    ['log of floats', operation('log', FLOAT, constant(FLOAT, 1))],
    ['div of floats', operation('div', FLOAT, constant(FLOAT, 1), constant(FLOAT, 0))],
    ['a float as uint[3]', cast(uint(3), constant(FLOAT, 1))],
    ['uint[54] as a float', cast(FLOAT, read(uint(54), 0))],
    ['Infinity', operation('neg', FLOAT, constant(FLOAT, Infinity))],
  ])('%s', (why, value) => {
    expect(classicalObstacle(value)).toBe(why);
    expect(classicalObstacle(cast(uint(1), operation('neg', value.type, value)))).toMatch(/./);
  });

  it('with GATE_UNSUPPORTED, inside conditions and loops too', async () => {
    const provider = await start();
    const value = constant(FLOAT, 1);
    const set: CircuitOp = { kind: 'set', at: 0, value };
    const index = { by: cast(uint(3), value), count: 2, stride: 1 };
    const indexed: CircuitOp = { kind: 'set', at: 0, value: constant(uint(1), '1'), index };
    const condition = { kind: 'if', bits: [0], values: [0], then: [], otherwise: [set] } as const;
    const loop = { kind: 'while', bits: [0], values: [0], max: 1, body: [indexed] } as const;
    for (const op of [condition, loop]) {
      const program: Circuit = { qubits: 1, bits: 64, ops: [op] };
      expect(codeOf(await provider.execute(run(program, 1)))).toBe('GATE_UNSUPPORTED');
    }
  });
});
