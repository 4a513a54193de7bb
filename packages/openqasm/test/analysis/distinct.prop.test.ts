import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codes, VERSION_3 } from './support.ts';

/** An operand as written, and the qubits that it names one by one. */
interface Operand {
  readonly text: string;
  readonly qubits: readonly string[];
  readonly single: boolean;
}

const SIZE = 5;

const register = (name: string): readonly string[] =>
  Array.from({ length: SIZE }, (_, k) => `${name}${k}`);

/** Names of registers and aliases, declared in this order. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  q: register('q'),
  r: register('r'),
  back: register('q').toReversed(),
  odd: ['r1', 'r3'],
  both: [...register('r'), 'q0', 'q4'],
  mixed: ['q3', 'r1', 'r3', 'q1'],
};

const PRELUDE = `${VERSION_3}qubit[${SIZE}] q;
qubit[${SIZE}] r;
let back = q[4:-1:0];
let odd = r[1:2:3];
let both = r ++ q[{0, -1}];
let mixed = q[{3}] ++ odd ++ back[3:3];
`;

const whole = (name: string): Operand => ({ text: name, qubits: NAMED[name]!, single: false });

const element = (name: string, at: number): Operand => {
  const { [name]: named = [] } = NAMED;
  const index = at % named.length;
  const text = `${name}[${at % 2 === 0 ? index : index - named.length}]`;
  return { text, qubits: [named[index]!], single: true };
};

const range = (name: string, a: number, b: number, by: number): Operand => {
  const { [name]: named = [] } = NAMED;
  const [from, to] = [a % named.length, b % named.length];
  const step = from <= to ? by : -by;
  const qubits: string[] = [];
  for (let k = from; step > 0 ? k <= to : k >= to; k += step) qubits.push(named[k]!);
  return { text: `${name}[${from}:${step}:${to}]`, qubits, single: false };
};

const set = (name: string, picks: readonly number[]): Operand => {
  const { [name]: named = [] } = NAMED;
  const places = [...new Set(picks.map((pick) => pick % named.length))];
  const qubits = places.map((place) => named[place]!);
  return { text: `${name}[{${places.join(', ')}}]`, qubits, single: false };
};

const name = fc.constantFrom(...Object.keys(NAMED));
const at = fc.nat(2 * SIZE);
const operand: fc.Arbitrary<Operand> = fc.oneof(
  name.map(whole),
  fc.tuple(name, at).map(([n, a]) => element(n, a)),
  fc.tuple(name, at, at, fc.integer({ min: 1, max: 3 })).map(([n, a, b, by]) => range(n, a, b, by)),
  fc.tuple(name, fc.array(at, { minLength: 1, maxLength: 4 })).map(([n, picks]) => set(n, picks)),
);

/** What is wrong with operands of one gate, found by writing out every operation. */
const wrongInGate = (operands: readonly Operand[]): string | null => {
  const sizes = new Set(operands.filter((o) => !o.single).map((o) => o.qubits.length));
  if (sizes.size > 1) return 'BROADCAST_SIZES';
  const [count = 1] = sizes;
  for (let j = 0; j < count; j++) {
    const used = operands.map(({ qubits, single }) => qubits[single ? 0 : j]!);
    if (new Set(used).size < used.length) return 'QUBIT_REPEATED';
  }
  return null;
};

const codeOf = (found: readonly string[]): string | null => {
  expect(found.length).toBeLessThan(2);
  return found[0]?.split(' ')[0] ?? null;
};

describe('qubits of one operation', () => {
  it('are found to be repeated exactly if one of its operations repeats them', () => {
    const met = new Map<string | null, number>();
    fc.assert(
      fc.property(fc.array(operand, { minLength: 2, maxLength: 6 }), (operands) => {
        const controls = `ctrl(${operands.length - 1}) @ x`;
        const text = `${PRELUDE}${controls} ${operands.map((o) => o.text).join(', ')};`;
        const expected = wrongInGate(operands);
        met.set(expected, (met.get(expected) ?? 0) + 1);
        expect(codeOf(codes(text)), text).toBe(expected);
      }),
      { numRuns: 600, seed: 1 },
    );
    expect(met.get(null)).toBeGreaterThan(50);
    expect(met.get('QUBIT_REPEATED')).toBeGreaterThan(50);
  });

  it('are found to be repeated in a subroutine exactly if two arguments share one', () => {
    const met = new Map<string | null, number>();
    fc.assert(
      fc.property(fc.array(operand, { minLength: 2, maxLength: 3 }), (operands) => {
        const params = operands.map(({ qubits, single }, k) =>
          single ? `qubit p${k}` : `qubit[${qubits.length}] p${k}`,
        );
        const args = operands.map((o) => o.text).join(', ');
        const text = `${PRELUDE}def f(${params.join(', ')}) { }\nf(${args});`;
        const all = operands.flatMap(({ qubits }) => qubits);
        const expected = new Set(all).size < all.length ? 'QUBIT_REPEATED' : null;
        met.set(expected, (met.get(expected) ?? 0) + 1);
        expect(codeOf(codes(text)), text).toBe(expected);
      }),
      { numRuns: 400, seed: 2 },
    );
    expect(met.get(null)).toBeGreaterThan(50);
  });
});
