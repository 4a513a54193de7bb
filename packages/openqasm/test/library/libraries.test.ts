import { GATES, unwrap } from '@xdv/domain-model';
import { evolve } from '@xdv/q-provider-sim/engine';
import { describe, expect, test } from 'vitest';
import { LANGUAGE_GATES } from '../../src/library/language.ts';
import { LIBRARIES } from '../../src/library/libraries.ts';
import { isReplaceable } from '../../src/library/qelib1.ts';
import { readQasm } from '../../src/read.ts';

/** The published definitions over `U` and `CX`: parameters, qubits, body. */
const PUBLISHED: Readonly<Record<string, readonly [string, string, string]>> = {
  u3: ['t,p,l', 'a', 'U(t,p,l) a;'],
  u2: ['p,l', 'a', 'U(pi/2,p,l) a;'],
  u1: ['l', 'a', 'U(0,0,l) a;'],
  cx: ['', 'a,b', 'CX a,b;'],
  id: ['', 'a', 'U(0,0,0) a;'],
  x: ['', 'a', 'U(pi,0,pi) a;'],
  y: ['', 'a', 'U(pi,pi/2,pi/2) a;'],
  z: ['', 'a', 'U(0,0,pi) a;'],
  h: ['', 'a', 'U(pi/2,0,pi) a;'],
  s: ['', 'a', 'U(0,0,pi/2) a;'],
  sdg: ['', 'a', 'U(0,0,-pi/2) a;'],
  t: ['', 'a', 'U(0,0,pi/4) a;'],
  tdg: ['', 'a', 'U(0,0,-pi/4) a;'],
  rx: ['t', 'a', 'U(t,-pi/2,pi/2) a;'],
  ry: ['t', 'a', 'U(t,0,0) a;'],
  rz: ['p', 'a', 'U(0,0,p) a;'],
  cz: ['', 'a,b', 'h b; cx a,b; h b;'],
  cy: ['', 'a,b', 'sdg b; cx a,b; s b;'],
  ch: ['', 'a,b', 'h b; sdg b; cx a,b; h b; t b; cx a,b; t b; h b; s b; x b; s a;'],
  ccx: [
    '',
    'a,b,c',
    `h c; cx b,c; tdg c; cx a,c; t c; cx b,c; tdg c; cx a,c; t b; t c; h c; cx a,b; t a; tdg b;
     cx a,b;`,
  ],
  crz: ['l', 'a,b', 'u1(l/2) b; cx a,b; u1(-l/2) b; cx a,b;'],
  cu1: ['l', 'a,b', 'u1(l/2) a; cx a,b; u1(-l/2) b; cx a,b; u1(l/2) b;'],
  cu3: [
    't,p,l',
    'a,b',
    `u1((l+p)/2) a; u1((l-p)/2) b; cx a,b; u3(-t/2,0,-(p+l)/2) b; cx a,b; u3(t/2,p,0) b;`,
  ],
  cu: [
    't,p,l,g',
    'a,b',
    `u1(g) a; u1((l+p)/2) a; u1((l-p)/2) b; cx a,b; u3(-t/2,0,-(p+l)/2) b; cx a,b; u3(t/2,p,0) b;`,
  ],
  u: ['t,p,l', 'a', 'U(t,p,l) a;'],
  p: ['l', 'a', 'U(0,0,l) a;'],
  u0: ['g', 'a', 'U(0,0,0) a;'],
  sx: ['', 'a', 'sdg a; h a; sdg a;'],
  sxdg: ['', 'a', 's a; h a; s a;'],
  swap: ['', 'a,b', 'cx a,b; cx b,a; cx a,b;'],
  cswap: ['', 'a,b,c', 'cx c,b; ccx a,b,c; cx c,b;'],
  crx: ['l', 'a,b', 'u1(pi/2) b; cx a,b; u3(-l/2,0,0) b; cx a,b; u3(l/2,-pi/2,0) b;'],
  cry: ['l', 'a,b', 'ry(l/2) b; cx a,b; ry(-l/2) b; cx a,b;'],
  cp: ['l', 'a,b', 'cu1(l) a,b;'],
  csx: ['', 'a,b', 'h b; cu1(pi/2) a,b; h b;'],
  rxx: ['t', 'a,b', 'h a; h b; cx a,b; u1(t) b; cx a,b; h a; h b;'],
  ryy: ['t', 'a,b', 'rx(pi/2) a; rx(pi/2) b; cx a,b; u1(t) b; cx a,b; rx(-pi/2) a; rx(-pi/2) b;'],
  rzz: ['t', 'a,b', 'cx a,b; u1(t) b; cx a,b;'],
  rccx: [
    '',
    'a,b,c',
    `u2(0,pi) c; u1(pi/4) c; cx b,c; u1(-pi/4) c; cx a,c; u1(pi/4) c; cx b,c; u1(-pi/4) c;
     u2(0,pi) c;`,
  ],
  rc3x: [
    '',
    'a,b,c,d',
    `u2(0,pi) d; u1(pi/4) d; cx c,d; u1(-pi/4) d; u2(0,pi) d; cx a,d; u1(pi/4) d; cx b,d;
     u1(-pi/4) d; cx a,d; u1(pi/4) d; cx b,d; u1(-pi/4) d; u2(0,pi) d; u1(pi/4) d; cx c,d;
     u1(-pi/4) d; u2(0,pi) d;`,
  ],
  // √X and √√X under two controls, which make X and √X under three
  c3x: ['', 'a,b,c,d', `h d; ccp(pi/2) b,c,d; cx a,c; ccp(-pi/2) b,c,d; cx a,c; ccp(pi/2) a,b,d; h
    d;`],
  c3sqrtx: ['', 'a,b,c,d', `h d; ccp(pi/4) b,c,d; cx a,c; ccp(-pi/4) b,c,d; cx a,c; ccp(pi/4)
    a,b,d; h d;`],
  c4x: [
    '',
    'a,b,c,d,f',
    'h f; cu1(pi/2) d,f; h f; c3x a,b,c,d; h f; cu1(-pi/2) d,f; h f; c3x a,b,c,d; c3sqrtx a,b,c,f;',
  ],
};

const CCP = 'gate ccp(l) a,b,c { cu1(l/2) b,c; cx a,b; cu1(-l/2) b,c; cx a,b; cu1(l/2) a,c; }';

const spread = (n: number): string =>
  Array.from({ length: n }, (_, k) => `ry(${0.3 + 0.4 * k}) q[${k}]; rz(${0.9 - 0.3 * k})
    q[${k}];`).join(' ');

const stateAfter = (definitions: string, call: string, qubits: number): Float64Array => {
  const text = `OPENQASM 2.0; include "qelib1.inc"; ${definitions} qreg q[${qubits}];
    ${spread(qubits)} ${call}`;
  const result = readQasm(text);
  if (!result.ok) throw new Error(result.fault.message);
  return unwrap(evolve(result.value.circuit)).amplitudes();
};

/** |⟨a|b⟩|: 1 for states that differ in their phase only. */
const overlap = (a: Float64Array, b: Float64Array): number => {
  let [re, im] = [0, 0];
  for (let k = 0; k < a.length; k += 2) {
    re += a[k]! * b[k]! + a[k + 1]! * b[k + 1]!;
    im += a[k]! * b[k + 1]! - a[k + 1]! * b[k]!;
  }
  return Math.hypot(re, im);
};

describe('qelib1.inc', () => {
  const library = LIBRARIES.get('qelib1.inc')!;

  test('has every gate of the published files', () => {
    expect([...library.keys()].toSorted()).toEqual(Object.keys(PUBLISHED).toSorted());
  });

  test.each(Object.entries(PUBLISHED))(`%s equals its published definition up to
    phase`, (name, [params, qubits, body]) => {
    const count = qubits.split(',').length;
    const values = params.split(',').map((_, k) => 0.4 + 0.3 * k);
    const angles = params === '' ? '' : `(${values.join(',')})`;
    const operands = Array.from({ length: count }, (_, k) => `q[${count - 1 - k}]`).join(',');
    const given = params === '' ? '' : `(${params})`;
    const definition = `${CCP} gate mine${given} ${qubits} { ${body} }`;
    const found = stateAfter('', `${name}${angles} ${operands};`, count);
    const expected = stateAfter(definition, `mine${angles} ${operands};`, count);
    expect(overlap(found, expected)).toBeCloseTo(1, 12);
  });

  test('lets programs define what only later editions have', () => {
    expect(['swap', 'rzz', 'cx', 'none'].map(isReplaceable))
      .toEqual([true, true, false, false]);
  });
});

describe('libraries', () => {
  test('consist of base gates on their own qubits, each once', () => {
    for (const library of [...LIBRARIES.values(), ...LANGUAGE_GATES.values()]) {
      for (const { params, qubits, steps } of library.values()) {
        for (const { gate, targets, controls, angles } of steps) {
          expect(targets).toHaveLength(GATES[gate].qubits);
          expect(angles).toHaveLength(GATES[gate].params);
          const used = [...targets, ...controls];
          expect(new Set(used).size).toBe(used.length);
          for (const qubit of used) expect(qubit).toBeLessThan(qubits);
          for (const { factors } of angles) expect(factors.length).toBeLessThanOrEqual(params);
        }
      }
    }
  });

  test('agree on the gates that both have', () => {
    const [a, b] = [LIBRARIES.get('stdgates.inc')!, LIBRARIES.get('qelib1.inc')!];
    const shared = [...a.keys()].filter((name) => b.has(name));
    expect(shared.length).toBeGreaterThan(20);
    for (const name of shared) expect(a.get(name)).toEqual(b.get(name));
  });

  test('of the language are U and CX, or U and gphase', () => {
    expect([...LANGUAGE_GATES.get(2)!.keys()]).toEqual(['U', 'CX']);
    expect([...LANGUAGE_GATES.get(3)!.keys()]).toEqual(['U', 'gphase']);
  });
});
