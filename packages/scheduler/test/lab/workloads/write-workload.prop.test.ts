import { unwrap } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  generateHybrid,
  readWorkload,
  resource,
  writeWorkload,
  type Workload,
} from '../../../src/lab/index.ts';
import { workloads } from './arbitrary.ts';

describe('a written workload', () => {
  it('is read as it was', () => {
    fc.assert(
      fc.property(workloads, (workload) => {
        expect(unwrap(readWorkload(writeWorkload(workload)))).toEqual(workload);
      }),
    );
  });

  it('is read as it was with sessions, alternatives and deadlines', () => {
    const workload = generateHybrid({ jobs: 300 });
    expect(workload.sessions.length).toBeGreaterThan(0);
    expect(unwrap(readWorkload(writeWorkload(workload)))).toStrictEqual(workload);
  });

  it('leaves out what is as usual', () => {
    const cpu = resource({ name: 'cpu', domain: 'K', capacity: 4 });
    const bare: Workload = { ...generateHybrid({ jobs: 1 }), resources: [cpu], jobs: [] };
    expect(writeWorkload({ ...bare, name: 'bare' })).toBe(`{
"format": "xdv-workload-1",
"name": "bare",
"tickNs": 1000000,
"resources": [
{"name":"cpu","domain":"K","capacity":4}
]
}
`);
  });

  it('names its resources, so two of one name are refused', () => {
    const workload = generateHybrid({ jobs: 1 });
    const resources = workload.resources.map((entry) => ({ ...entry, name: 'same' }));
    expect(() => writeWorkload({ ...workload, resources })).toThrow(RangeError);
  });
});
