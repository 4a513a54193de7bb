import { createRandom } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/analyze.ts';
import { identified } from './support.ts';

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
const VERSION_3 = `OPENQASM 3.1; /* head */
include "stdgates.inc"; include "my.inc";
const int[8] n = 2 ** 2; const float theta = π / 3; input angle[8] phi; output bit res;
qubit[4] q; qubit anc; bit[4] c; bit flag = 0; array[int[8], 2, 3] arr = {{1, 2, 3}, {4, 5, 6}};
gate g(a, b) x1, y1 { ctrl @ inv @ rz(a * b) x1, y1; gphase(-a / 2); U(a, 0, b) y1; }
let part = q[0:2:3] ++ q[{1, -1}];
def f(qubit[2] r, mutable array[int[8], #dim = 2] m, int k) -> bit {
  m[0, 0:1] = m[1, 1:2]; for uint i in [0:k] { if (i == 3) continue; return measure r[0]; }
  return c0;
}
extern e(float, bit[4]) -> int[4];
for uint i in [0:n - 2] { cx q[i], q[i + 1]; if (bool(n[i])) { pow(-2) @ s q[i]; } }
g(theta, 0.5e-1)[10ns] q[0], q[1]; negctrl(2) @ h q[0], q[1], anc; x part[0:1];
c = measure q; flag = measure anc; res = f(q[0:1], arr, sizeof(arr, 1));
stretch w; duration d = 2 * w + 1.5us - durationof({ x $0; }); delay[d] q[1:2]; box[d] { nop q; }
if (c == 0b101 && !flag) { reset q[0]; } else if (c[1] || int[4](c) != 3) delay[1.5us] q[1:2];
switch (e(1.5, c)) { case 1, n { end; } default { while (true) { break; } } }
defcalgrammar "openpulse"; cal { x } defcal rz(angle[8] t1) $0 { } defcal iq $0 -> complex { }
complex z1 = iq $0; z1 **= 2im; uint[4] k = 3; k <<= 1; rx(mod(k, 4) + arcsin(0.5)) q; barrier;
`;
const SOURCES = [VERSION_2, VERSION_3];
const FRAGMENTS = [
  ...new Set(SOURCES.join('').match(/\w+|[^\s\w]/g)),
  ...['{', '}', '(', ')', '[', ']', '@', '->', '++', '9', '1e400', '0x', '"', "'", '/*', '*/'],
  ...['//', '\u0000', '\uD800', '€', '\r', '$0', '#', 'dt', '100ns', '-1', '99999999999999999999'],
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
    case 0:
      return rest;
    case 1:
      return insert(piece, text);
    case 2:
      return insert(piece, rest);
    default:
      return insert(` ${FRAGMENTS[random(FRAGMENTS.length)]!} `, text);
  }
};

const include = (name: string): string | undefined =>
  name === 'my.inc' ? 'const bit c0 = 1;\ngate own a { U(0, 0, 0) a; }' : undefined;

/** What holds for every text, right or wrong. */
const check = (text: string): void => {
  const { sources, diagnostics, program, types } = analyze(text, { include });
  const starts = diagnostics.map(({ start }) => start);
  expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  for (const diagnostic of diagnostics) {
    expect(diagnostic.start).toBeLessThanOrEqual(diagnostic.end);
    expect(sources.describe(diagnostic).line).toBeGreaterThan(0);
  }
  for (const node of identified(program)) {
    const { id, kind } = node;
    const typed = kind === undefined || types[id] !== undefined;
    if (!typed) throw new Error(`${kind} without a type in ${text}`);
  }
};

const seeds = fc.integer({ min: 0, max: 2 ** 31 });

describe('analysis', () => {
  it('takes the programs that are changed here', () => {
    for (const text of SOURCES) expect(analyze(text, { include }).diagnostics).toEqual([]);
  });

  it('never throws, and gives every expression a type, whatever is changed in a program', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SOURCES), seeds, fc.nat(12), (source, seed, edits) => {
        const stream = createRandom(seed);
        const random = (below: number): number => stream.below(below);
        let text = source;
        for (let k = 0; k <= edits; k++) text = mutate(text, random);
        check(text);
      }),
      { numRuns: 250 },
    );
  });

  it('never throws on any sequence of words', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 60 }), (words) =>
        check(words.join(' ')),
      ),
      { numRuns: 250 },
    );
  });

  it('finds the same in the same text', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const text = mutate(VERSION_3, (below) => seed % below);
        const { diagnostics } = analyze(text, { include });
        expect(analyze(text, { include }).diagnostics).toEqual(diagnostics);
      }),
      { numRuns: 30 },
    );
  });
});
