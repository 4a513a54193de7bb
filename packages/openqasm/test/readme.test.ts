import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unwrap } from '@xdv/domain-model';
import { expect, it } from 'vitest';
import { readQasm } from '../src/index.ts';
import { drawText } from '../src/draw/index.ts';

it('the first example of the README draws what it says', () => {
  const program = unwrap(
    readQasm(`OPENQASM 3.0;
include "stdgates.inc";
const int n = 3;
qubit[n] q;
bit[n] c;
h q[0];
for int i in [1:n - 1] { cx q[i - 1], q[i]; }
c = measure q;
`),
  );
  const drawing = unwrap(drawText(program.circuit, program));
  const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');
  const shown = [...readme.matchAll(/^\/\/ ?(.*?)(?:  …)?$/gm)].map(([, line]) => line!.trimEnd());
  const lines = drawing.split('\n').map((line) => line.trimEnd());
  expect(lines.slice(0, shown.length)).toEqual(shown);
});
