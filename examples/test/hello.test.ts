import { expect, it } from 'vitest';
import hello from '../hello.ts';
import { GOOD_RECORD, recordOf, resultOf, runExample } from './support.ts';

it('counts only equal bits of a Bell pair (XDV-060.4)', async () => {
  const done = await runExample(hello, null, 1);
  expect(resultOf(done).map(([outcome]) => outcome)).toEqual(['00', '11']);
  expect(await recordOf(hello, done)).toEqual(GOOD_RECORD);
});
