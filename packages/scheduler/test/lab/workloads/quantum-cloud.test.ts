import { unwrap } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { measure, readQuantumCloud, recordedSchedule } from '../../../src/lab/index.ts';
import { faultOf, hasData, readLog } from './support.ts';

const HEADER = 'source,run_min,queue_min,machine,created,status,batch,shots\n';
const row = (given: {
  source?: string;
  run?: string;
  queue?: string;
  machine?: string;
  created?: string;
  status?: string;
}): string => {
  const {
    source = 'a.csv',
    run = '1.5',
    queue = '2',
    machine = 'ibmq_rome',
    created = '2020-03-01 00:00:00-06:00',
    status = 'JobStatus.DONE',
  } = given;
  return [source, run, queue, machine, created, status, '1', '1024'].join(',');
};

describe('the log of a quantum cloud', () => {
  it('becomes jobs that hold a machine each, in ticks of a millisecond', () => {
    const text = `${HEADER}${row({ created: '2020-03-01 00:00:01.5-06:00', source: 'b.csv' })}
${row({ machine: 'ibmq_athens', run: '0.00125' })}\n`;
    const workload = unwrap(readQuantumCloud(text));
    expect(workload.tickNs).toBe(1e6);
    expect(workload.resources).toMatchObject([
      { name: 'ibmq_athens', domain: 'Q', capacity: 1, sharing: 'exclusive' },
      { name: 'ibmq_rome', domain: 'Q', capacity: 1, sharing: 'exclusive' },
    ]);
    expect(workload.jobs).toMatchObject([
      { id: 1, submit: 0, run: 75, estimate: 75, tenant: 1, parts: [{ resource: 0, amount: 1 }] },
      { id: 2, submit: 1_500, run: 90_000, tenant: 2, parts: [{ resource: 1, amount: 1 }] },
    ]);
    expect([...workload.recordedWait]).toStrictEqual([120_000, 120_000]);
    expect(workload.notes).toStrictEqual(['tenants: 1 a.csv, 2 b.csv']);
  });

  it('keeps only jobs that were done, and counts the others', () => {
    const rows = ['ERROR', 'CANCELLED', 'DONE'].map((status) => row({ status }));
    const text = HEADER + [...rows, row({ run: '0' })].join('\n');
    const { jobs, notes } = unwrap(readQuantumCloud(text));
    expect(jobs).toHaveLength(1);
    expect(notes.slice(0, 2)).toStrictEqual([
      '2 jobs that were not done (failed, cancelled) left out',
      '1 job without a run time left out',
    ]);
  });

  it('takes a simulator for a K resource with room for several', () => {
    const text = HEADER + row({ machine: 'ibmq_qasm_simulator' });
    const [device] = unwrap(readQuantumCloud(text)).resources;
    expect(device).toMatchObject({ domain: 'K', capacity: 32, sharing: 'shared' });
  });

  it('counts in ticks of another length', () => {
    const workload = unwrap(readQuantumCloud(HEADER + row({}), { tickNs: 1e9 }));
    expect(workload.jobs[0]!.run).toBe(90);
    expect(() => readQuantumCloud(HEADER, { tickNs: 10 })).toThrow(RangeError);
  });

  it('has its columns in any order, and others besides', () => {
    const header = 'status,created,machine,queue_min,run_min,more,source';
    const text = `${header}\r\nDONE,2020-01-01T00:00:00Z,m,0,1,,s`;
    expect(unwrap(readQuantumCloud(text)).jobs).toHaveLength(1);
  });

  it.each([
    ['source,run_min\n', '1:1: there is no column queue_min'],
    [`${HEADER}a,b\n`, '2:5: 2 fields, not 8'],
    [HEADER + row({ run: '-1' }), '2:7: run_min is "-1", not minutes'],
    [HEADER + row({ queue: 'NaN' }), '2:11: queue_min is "NaN", not minutes'],
    [HEADER + row({ created: '2020-02-30 00:00:00' }), '2:23: created is "2020-02-30 00:00:00"'],
    [HEADER + row({ machine: '' }), '2:13: machine is nothing, not a name'],
  ])('is refused with the line and column of what is wrong: %s', (text, message) => {
    const fault = faultOf(readQuantumCloud(text));
    expect(fault.code).toBe('WORKLOAD_SYNTAX');
    expect(fault.message).toContain(`workload:${message}`);
  });
});

describe.skipIf(!hasData)('the IBM quantum-cloud log', () => {
  it('has 5,204 jobs that were done, on 21 machines', () => {
    const workload = unwrap(readQuantumCloud(readLog('quantum_cloud_jobs.csv.gz')));
    expect(workload.jobs).toHaveLength(5_204);
    expect(workload.resources).toHaveLength(21);
    expect(workload.notes[0]).toMatch(/^500 jobs that were not done/);
  });

  it('gives the recorded queue times back as figures: the median is 9.4 minutes', () => {
    const workload = unwrap(readQuantumCloud(readLog('quantum_cloud_jobs.csv.gz')));
    const { waiting } = measure(recordedSchedule(workload));
    expect(waiting.median / 60_000).toBeCloseTo(9.4, 1);
  });
});
