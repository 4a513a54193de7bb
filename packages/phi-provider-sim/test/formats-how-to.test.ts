import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unwrap } from '@xdv/domain-model';
import { expect, it } from 'vitest';
import * as formats from '../src/formats/index.ts';
import { SAMPLES } from './format-samples.ts';
import { faultOf } from './support.ts';

const { readBqmJson, readProblem, writeBqmJson } = formats;
const PAGE = join(import.meta.dirname, '../../../docs/how-to/phi-formats.md');

it('the example of docs/how-to/phi-formats.md does what it says', () => {
  const text = 'c two variables\np qubo 0 2 2 1\n0 0 -1\n1 1 -1\n0 1 2\n';
  const problem = unwrap(readProblem(text, { file: 'pair.qubo' }));
  expect.assert(problem.kind === 'quadratic');
  expect(problem.model.entries).toEqual([[0, 0, -1], [1, 1, -1], [0, 1, 2]]);
  expect(unwrap(readBqmJson(writeBqmJson(problem.model)))).toEqual(problem.model);

  const wrong = faultOf(readProblem('3 2\n1 2\n2 x\n', { file: 'a.rud' }));
  expect(wrong.code).toBe('GRAPH_SYNTAX');
  expect(wrong.message).toBe('a.rud:3:3: expected an index, found "x"');
});

it('its table has every format, and names readers and writers that there are', () => {
  const rows = readFileSync(PAGE, 'utf8').split('\n').filter((line) => line.startsWith('| `'));
  const listed = rows.map((row) => /`(\w+)`/.exec(row)![1]);
  expect(new Set(listed)).toEqual(new Set(Object.keys(SAMPLES)));
  const named = rows.flatMap((row) => row.match(/(?<=`)(?:read|write)\w+(?=`)/g) ?? []);
  expect(named.length).toBe(17);
  for (const name of named) expect(formats).toHaveProperty(name);
});
