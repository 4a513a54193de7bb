import { createRandom, type RandomStream, type Result } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  generateHybrid,
  head,
  readQuantumCloud,
  readSwf,
  readWorkload,
  resample,
  scaleLoad,
  withEstimates,
  writeWorkload,
  type Workload,
} from '../../../src/lab/index.ts';
import { isInOrder } from '../../../src/lab/workloads/assemble.ts';
import { validateWorkload } from '../../../src/model/validate.ts';

/** Texts tried for each format; more with XDV_FUZZ=100000. */
const COUNT = Number(process.env['XDV_FUZZ'] ?? 2000);

const PIECES = [
  '-1', '0', '1e999', 'NaN', '9007199254740993', '99999999999999999999', '1125899906842625',
  '\0', '\uFEFF', '\uD800', ';', '"', '\\', '{', '}', '[', ']', ':', ',', '\r', '\n', ' ', '\t',
  '"flows":', '"section":', '"budget":', '"calibration":',
  'null', '"__proto__":', '"jobs":', '1970-01-01 00:00:00', 'DONE', '.', '; MaxProcs: 7\n',
];

const pick = <T>(list: readonly T[], random: RandomStream): T => list[random.below(list.length)]!;

/** Changes one place of a text: puts something in, cuts something out, or moves a piece. */
const mutateOnce = (text: string, random: RandomStream): string => {
  const at = random.below(text.length + 1);
  const length = random.below(1 + random.below(40));
  const kind = random.below(5);
  if (kind === 0) return text.slice(0, at) + pick(PIECES, random) + text.slice(at);
  if (kind === 1) return text.slice(0, at) + text.slice(at + length);
  if (kind === 2) return text.slice(0, at) + pick(PIECES, random) + text.slice(at + length);
  if (kind === 3) return text.slice(0, at);
  const from = random.below(text.length + 1);
  return text.slice(0, at) + text.slice(from, from + length) + text.slice(at);
};

const mutate = (text: string, random: RandomStream): string => {
  let mutated = text;
  for (let left = 1 + random.below(3); left > 0; left--) mutated = mutateOnce(mutated, random);
  return mutated;
};

const SWF = `; MaxProcs: 8
1 0 -1 1451 8 -1 -1 -1 -1 -1 1 1 1 -1 -1 -1 -1 -1
2 1460 3 37.5 4 -1 -1 4 60 -1 1 2 1 -1 -1 -1 1 30
3 1470 3 26 4 -1 -1 4 60 -1 5 2 1 -1 -1 -1 -1 -1
`;
const CSV = `source,run_min,queue_min,machine,created,status,batch,shots
a.csv,0.4,3.269,ibmq_rome,2019-05-02 17:32:40.823000-05:00,JobStatus.DONE,0,0
b.csv,1,0,ibmq_qasm_simulator,2019-05-02 17:32:40-05:00,JobStatus.ERROR,0,0
b.csv,1,0,ibmq_qasm_simulator,2019-05-02 17:32:40-05:00,JobStatus.DONE,0,0
`;
const JSON_TEXT = writeWorkload(generateHybrid({ jobs: 4, seed: 3 }));
const DRAWN = `{"format":"xdv-workload-1","resources":[{"name":"a","domain":"K","capacity":3}],
"jobs":[{"duration":{"kind":"lognormal","mean":7,"sd":2},"parts":[{"resource":"a"}]},
{"duration":{"kind":"uniform","mean":7,"sd":2,"estimate":9},"parts":[{"resource":"a"}]},
{"duration":2,"period":5,"count":3,"parts":[{"resource":"a"}]}]}`;
const FLOWS = `{"format":"xdv-workload-1","resources":[{"name":"oim","domain":"Phi","capacity":9,
"sharing":"exclusive","flows":[{"name":"lock","ticks":2,"period":10,"deadline":4},
{"ticks":3,"period":15,"section":3},{"ticks":1,"period":30,"budget":2}]}],
"jobs":[{"duration":4,"parts":[{"resource":"oim"}]}]}`;

const FORMATS: readonly [string, readonly string[], (text: string) => Result<Workload>][] = [
  ['SWF', [SWF], readSwf],
  ['CSV', [CSV], readQuantumCloud],
  ['JSON', [JSON_TEXT, DRAWN], readWorkload],
  ['JSON with flows', [FLOWS], readWorkload],
];

/** What a workload can be changed to; RangeError where it would last too long. */
const CHANGES: readonly ((workload: Workload, seed: number) => Workload)[] = [
  (workload, seed) => scaleLoad(workload, 2 ** ((seed % 5) - 2)),
  (workload) => withEstimates(workload, { kind: 'perfect' }),
  (workload, seed) => withEstimates(workload, { kind: 'factor', factor: 300 }, seed),
  (workload, seed) => resample(workload, seed),
  (workload, seed) => head(workload, seed % 4),
];

/** The workload and what it can be changed to. */
const withChanges = (workload: Workload, seed: number): readonly Workload[] => {
  const changed = CHANGES.flatMap((change) => {
    try {
      return [change(workload, seed)];
    } catch (error) {
      if (error instanceof RangeError) return [];
      throw error;
    }
  });
  return [workload, ...changed];
};

/** Whether it was accepted; throws if it is neither a right workload nor a proper fault. */
const accepts = (result: Result<Workload>, seed: number): boolean => {
  if (result.ok) {
    for (const workload of withChanges(result.value, seed)) {
      const valid = validateWorkload(workload);
      if (!valid.ok) throw new Error(`accepted, but ${valid.fault.message}`);
      if (!isInOrder(workload.jobs)) throw new Error('accepted out of order');
    }
    return true;
  }
  const { code, message, hint } = result.fault;
  const known = code === 'WORKLOAD_SYNTAX' || code === 'RESOURCE_EXHAUSTED';
  const placed = message.startsWith('workload:') && message.length < 500;
  if (!known || !placed || hint === '') throw new Error(`${code} ${message}`);
  return false;
};

describe('any text', () => {
  it.each(FORMATS)('in %s gives a right workload or a fault with its place', (_, sources, read) => {
    let accepted = 0;
    for (let seed = 1; seed <= COUNT; seed++) {
      const random = createRandom(seed);
      if (accepts(read(mutate(pick(sources, random), random)), seed)) accepted++;
    }
    // both outcomes have to come up, or nothing was tried
    expect(accepted).toBeGreaterThan(0);
    expect(accepted).toBeLessThan(COUNT);
  });
});
