import { CIRCUIT_LIMITS, validateCircuit } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { QASM_LIMITS, readQasm } from '../src/qasm/index.ts';
import { opsOf, program, refused } from './qasm-support.ts';

const HEAD = 'OPENQASM 3; include "stdgates.inc"; qubit[2] q; bit[2] c;\n';
const tooLarge = (text: string) => {
  const fault = refused(text);
  expect(fault.code).toBe('CIRCUIT_TOO_LARGE');
  return fault.diagnostics[0]!.message;
};

describe('limits', () => {
  it('makes as many operations as a circuit may have, and not one more', () => {
    const { opsMax } = QASM_LIMITS;
    expect(opsOf(`${HEAD}pow(${opsMax}) @ x q[0];`)).toHaveLength(opsMax);
    const one = `${HEAD}pow(${opsMax + 1}) @ x q[0];`;
    expect(tooLarge(one)).toContain('more than 1000000 operations');
    expect(tooLarge(`${HEAD}y q[0];
      pow(${opsMax}) @ x q[0];`)).toContain('more than 1000000 operations');
    const nested = `if (c[0]) { pow(600000) @ x q[0]; } else { pow(600000) @ x q[0]; }`;
    expect(tooLarge(HEAD + nested)).toContain('more than 1000000 operations');
  });

  it('ends loops that make nothing', () => {
    expect(tooLarge(`${HEAD}for int i in [0:1000000000] { }`)).toContain('20000000 steps');
    const nested = 'for int i in [0:10000] { for int j in [0:10000] { int k = i + j; } }';
    expect(tooLarge(HEAD + nested)).toContain('20000000 steps');
  });

  it('ends definitions that double without making anything', () => {
    const doubling = Array.from({ length: 60 }, (_, k) => `gate g${k + 1} a { g${k} a; g${k} a;
      }\n`);
    expect(tooLarge(`${HEAD}gate g0 a { }\n${doubling.join('')}g60 q[0];`)).toContain('steps');
    expect(tooLarge(`${HEAD}gate g0 a { x a;
      }\n${doubling.join('')}g60 q[0];`)).toContain('operations');
  });

  it('bounds definitions that call definitions', () => {
    const chain = (n: number) =>
      `${HEAD}gate g0 a { x a;
        }\n${Array.from({ length: n }, (_, k) => `gate g${k + 1} a { g${k} a;
          }\n`).join('')}g${n} q[0];`;
    expect(opsOf(chain(QASM_LIMITS.gateDepthMax - 1))).toHaveLength(1);
    expect(tooLarge(chain(QASM_LIMITS.gateDepthMax))).toContain('256 deep');
    expect(tooLarge(chain(20_000))).toContain('256 deep');
  });

  it('bounds the nesting of blocks', () => {
    const nested = (n: number) => `${HEAD}${'if (c[0]) {'.repeat(n)} x q[0]; ${'}'.repeat(n)}`;
    const { circuit } = program(nested(QASM_LIMITS.nestingMax));
    expect(validateCircuit(circuit).ok).toBe(true);
    expect(tooLarge(nested(QASM_LIMITS.nestingMax + 1))).toContain('blocks nest deeper than 64');
    const chain = 'if (c[0]) x q[0]; else '.repeat(70);
    expect(tooLarge(`${HEAD}${chain} x q[1];`)).toContain('blocks nest');
    const or = `${HEAD}if (${'c[0] || '.repeat(100)} c[1]) x q[0];`;
    expect(tooLarge(or)).toContain('conditions nest deeper than 64');
  });

  it.each([
    ['parentheses', '('.repeat(300)],
    ['signs', '-'.repeat(300)],
    ['a chain of sums', `1${'+1'.repeat(300)}`],
    ['powers', `1${'**1'.repeat(300)}`],
    ['calls', 'sin('.repeat(300)],
    ['casts', 'int('.repeat(300)],
    ['indices', 'q['.repeat(300)],
    ['chains in indices', `${'a['.repeat(20)}1${`]${'+1'.repeat(200)}`.repeat(20)}`],
  ])('bounds the depth of expressions: %s', (_, expression) => {
    expect(tooLarge(`${HEAD}rz(${expression}`)).toContain('an expression nests deeper than 256');
  });

  it('reads an expression of the greatest depth', () => {
    const { expressionDepthMax } = QASM_LIMITS;
    const sum = `1${'+1'.repeat(expressionDepthMax - 1)}`;
    expect(opsOf(`${HEAD}rz(${sum}) q[0];`)).toMatchObject([{ params: [expressionDepthMax] }]);
  });

  it('bounds numbers', () => {
    expect(refused(`${HEAD}rz(${'9'.repeat(101)}) q[0];`).message).toContain('is too long');
    for (const large of ['2 ** 300', '1 << 1000000000', '3 ** (2 ** 200)']) {
      const { message } = refused(`${HEAD}int a = ${large};`);
      expect(message, large).toContain('an integer exceeds 256 bits');
    }
    expect(refused(`${HEAD}int[65] a = 1;`).message).toContain('a width is 1 to 64 bits');
  });

  it('bounds qubits and bits', () => {
    const { qubitsMax, bitsMax } = CIRCUIT_LIMITS;
    expect(program(`qubit[${qubitsMax}] q; bit[${bitsMax}] c;`).circuit).toMatchObject({
      qubits: qubitsMax,
      bits: bitsMax,
    });
    expect(tooLarge(`qubit[${qubitsMax}] q; qubit r;`)).toContain('4097 qubits');
    expect(tooLarge(`qubit q; bit[${bitsMax + 1}] c;`)).toContain('65537 bits');
  });

  it('bounds the source', () => {
    const source = `${HEAD}${' '.repeat(QASM_LIMITS.sourceLengthMax - HEAD.length)}`;
    expect(readQasm(source).ok).toBe(true);
    expect(tooLarge(`${source} `)).toContain('the program is longer than 67108864 characters');
  });

  it('reads a name or comment of any length without running out of stack', () => {
    for (const letter of ['a', '𝕢']) {
      const { message } = refused(`${HEAD}${letter.repeat(1_000_000)} q[0];`);
      expect(message).toContain('more than 256 characters');
    }
    expect(opsOf(`${HEAD}${'// x\n'.repeat(1_000_000)}x q[0];`)).toHaveLength(1);
  });
});
