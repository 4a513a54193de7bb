import { createRandom, validateCircuit, type CircuitOp } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QASM_LIMITS, readQasm } from '../src/qasm/index.ts';
import { distance, program, unitary } from './qasm-support.ts';

const VERSION_2 = `OPENQASM 2.0;
include "qelib1.inc";
gate maj(t) a,b,c { cx c,b; rz(t/2) a; barrier a,b; ccx a,b,c; }
opaque magic(x) a;
qreg q[3]; qreg r[3]; creg c[3];
h q; maj(-pi*0.25) q[0],q[1],q[2]; cx q,r;
barrier q; reset r[1];
if(c==5) u3(0.1,2e-3,sin(pi/3)^2) q[2];
measure q -> c;
`;
const VERSION_3 = `OPENQASM 3.0; /* head */
include "stdgates.inc";
const int[8] n = 2 ** 2; const float theta = π / 3;
qubit[4] q; qubit anc; bit[4] c; bit flag = 0;
gate g(a, b) x, y { ctrl @ inv @ rz(a * b) x, y; gphase(-a / 2); U(a, 0, b) y; }
let part = q[0:2:3] ++ q[{1, -1}];
for uint i in [0:n - 2] { cx q[i], q[i + 1]; if (bool(n[i])) { pow(-2) @ s q[i]; } }
g(theta, 0.5e-1) q[0], q[1]; negctrl(2) @ h q[0], q[1], anc; x part[0:1];
c = measure q; flag = measure anc;
if (c == 0b101 && !flag) { reset q[0]; } else if (c[1] || int[4](c) != 3) delay[1.5us] q[1:2];
uint[4] k = 3; k <<= 1; rx(mod(k, 4) + arcsin(0.5)) q; barrier; end;
`;
const SOURCES = [VERSION_2, VERSION_3];
const FRAGMENTS = [
  ...new Set(SOURCES.join('').match(/\w+|[^\s\w]/g)),
  '{', '}', '(', ')', '[', ']', '@', '->', '++', '9', '1e400', '0x', '"', "'", '/*', '*/', '//',
  '\u0000', '\uD800', '€', '\r', '$0', '#', 'dt', '100ns',
  'while', 'def', 'input', 'array', 'pragma', 'switch', 'cal',
];

/** One edit of a program: a piece removed, repeated, moved, or replaced by a fragment. */
const mutate = (text: string, random: (below: number) => number): string => {
  const from = random(text.length);
  const piece = text.slice(from, from + random(12));
  const rest = text.slice(0, from) + text.slice(from + piece.length);
  const at = random(rest.length + 1);
  const insert = (inserted: string, base: string): string =>
    base.slice(0, at) + inserted + base.slice(at);
  switch (random(4)) {
    case 0: return rest;
    case 1: return insert(piece, text);
    case 2: return insert(piece, rest);
    default: return insert(` ${FRAGMENTS[random(FRAGMENTS.length)]!} `, text);
  }
};

/** What holds for every text: a valid circuit, or diagnostics that point into the text. */
const check = (text: string): boolean => {
  const result = readQasm(text);
  if (result.ok) {
    expect(validateCircuit(result.value.circuit).ok).toBe(true);
    return true;
  }
  const { diagnostics, message } = result.fault;
  const lines = text.split(/\r\n|\r|\n/);
  expect(diagnostics.length).toBeGreaterThan(0);
  expect(diagnostics.length).toBeLessThanOrEqual(QASM_LIMITS.errorsMax);
  const [first] = diagnostics;
  const start = `<qasm>:${first!.line}:${first!.column}: ${first!.message}`;
  expect(message.startsWith(start)).toBe(true);
  for (const { line, column } of diagnostics) {
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(column).toBeLessThanOrEqual([...lines[line - 1]!].length + 1);
  }
  return false;
};

describe('readQasm on any text', () => {
  it('gives a valid circuit or diagnostics inside the text: 3,000 mutants', () => {
    for (const source of SOURCES) expect(check(source)).toBe(true);
    const stream = createRandom(2026);
    const random = (below: number): number => stream.below(below);
    let accepted = 0;
    for (let k = 0; k < 3000; k++) {
      let text = SOURCES[k % SOURCES.length]!;
      for (let edits = 1 + random(3); edits > 0; edits--) text = mutate(text, random);
      if (check(text)) accepted++;
    }
    // both outcomes are met often
    expect(accepted).toBeGreaterThan(50);
    expect(accepted).toBeLessThan(2500);
  });

  it('holds for arbitrary strings and sequences of fragments', () => {
    const strings = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(fc.property(strings, (text) => void check(text)));
    const soup = fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 60 });
    fc.assert(fc.property(soup, (words) => void check(words.join(' '))), { numRuns: 500 });
  });
});

/** One call in the body of a gate on qubits a, b, c. */
const statement = fc
  .record({
    gate: fc.constantFrom('x', 'h', 's', 'tdg', 'sx', 'rz(0.3)', 'ry(-1.2)', 'U(0.4, 1, -2)'),
    modifier: fc.constantFrom('', 'inv @ ', 'ctrl @ ', 'negctrl @ ', 'ctrl @ inv @ '),
    qubits: fc.constantFrom('a, b', 'b, a', 'c, a', 'b, c'),
  })
  .map(({ gate, modifier, qubits }) =>
    modifier.includes('ctrl')
      ? `${modifier}${gate} ${qubits};`
      : `${modifier}${gate} ${qubits[0]!};`,
  );
const bodies = fc.array(statement, { minLength: 1, maxLength: 6 });

const withGate = (body: readonly string[], use: string) => {
  const definition = `gate g a, b, c { ${body.join(' ')} }`;
  return unitary(program(`include "stdgates.inc"; ${definition} qubit[4] q; ${use}`).circuit);
};

describe('modifiers', () => {
  it('inv of any definition undoes it, also under a control', () => {
    fc.assert(fc.property(bodies, (list) => {
      const none = withGate(list, '');
      const plain = 'g q[0], q[1], q[2]; inv @ g q[0], q[1], q[2];';
      const controlled = 'ctrl @ g q[3], q[0], q[1], q[2]; inv @ ctrl @ g q[3], q[0], q[1], q[2];';
      expect(distance(withGate(list, plain + controlled), none)).toBeLessThan(1e-10);
    }), { numRuns: 60 });
  });

  it('ctrl of a definition is the definition where the control is 1', () => {
    fc.assert(fc.property(bodies, (list) => {
      const exact = withGate(list, `ctrl @ g q[3], q[0], q[1], q[2];
        inv @ negctrl @ g q[3], q[0], q[1], q[2];`);
      // pow(-1) on the other half by another way: g† everywhere, then g² where the control is 1
      const other = withGate(list, 'ctrl @ pow(2) @ g q[3], q[0], q[1], q[2]; ' +
        'ctrl @ pow(-1) @ g q[3], q[0], q[1], q[2]; negctrl @ pow(-1) @ g q[3], q[0], q[1], q[2];');
      expect(distance(exact, other)).toBeLessThan(1e-10);
    }), { numRuns: 30 });
  });
});

/** A condition as text, and whether it holds for given outcomes. */
interface Condition {
  readonly text: string;
  readonly holds: (bits: readonly number[]) => boolean;
}

const value = (bits: readonly number[]): number =>
  bits.reduce((sum, bit, k) => sum + (bit << k), 0);

const SIMPLE: readonly Condition[] = [
  { text: 'c[0]', holds: ([a]) => a === 1 },
  { text: '!c[1]', holds: ([, b]) => b === 0 },
  { text: 'c[2] == 0', holds: ([, , c]) => c === 0 },
  { text: 'c == 5', holds: (bits) => value(bits) === 5 },
  { text: '2 != c[0:1]', holds: (bits) => value(bits.slice(0, 2)) !== 2 },
  { text: 'c[1] == true', holds: ([, b]) => b === 1 },
  { text: 'bool(c)', holds: (bits) => value(bits) !== 0 },
  { text: '1 < 2', holds: () => true },
];

const conditions = fc.letrec<{ all: Condition }>((tie) => ({
  all: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...SIMPLE),
    fc.tuple(tie('all'), tie('all')).map(([a, b]): Condition => ({
      text: `(${a.text} && ${b.text})`,
      holds: (bits) => a.holds(bits) && b.holds(bits),
    })),
    fc.tuple(tie('all'), tie('all')).map(([a, b]): Condition => ({
      text: `(${a.text} || ${b.text})`,
      holds: (bits) => a.holds(bits) || b.holds(bits),
    })),
    tie('all').map((a): Condition => ({
      text: `!(${a.text})`,
      holds: (bits) => !a.holds(bits),
    })),
  ),
})).all;

/** The gate that runs for given outcomes. */
const chosen = (ops: readonly CircuitOp[], bits: readonly number[]): string => {
  const [op] = ops;
  if (op?.kind === 'gate') return op.gate;
  if (op?.kind !== 'if') return 'none';
  const holds = op.bits.every((bit, k) => bits[bit] === op.values[k]);
  return chosen(holds ? op.then : op.otherwise, bits);
};

describe('conditions', () => {
  it('choose the branch that the expression says, for all outcomes', () => {
    fc.assert(fc.property(conditions, ({ text, holds }) => {
      const { ops } = program(
        `include "stdgates.inc"; qubit q; bit[3] c; if (${text}) x q; else y q;`,
      ).circuit;
      for (let k = 0; k < 8; k++) {
        const bits = [k & 1, (k >> 1) & 1, k >> 2];
        expect(chosen(ops, bits), `${text} for ${bits.join('')}`).toBe(holds(bits) ? 'x' : 'y');
      }
    }), { numRuns: 200 });
  });
});
