import { expect, it } from 'vitest';
import {
  admitFlows,
  flow,
  flowClosures,
  formatAdmission,
  periodicReleases,
  simulateFlows,
} from '../../src/index.ts';
import { job, part, resource, simulate } from '../../src/lab/index.ts';

it('the example of docs/how-to/phi-flows.md does what it says (XDV-012.3)', () => {
  const flows = [
    flow({ id: 1, ticks: 20, period: 100 }),
    flow({ id: 2, ticks: 90, period: 300, section: 30 }),
  ];
  const admission = admitFlows(flows);
  expect(formatAdmission(admission)).toBe('admitted: 50.00 % of the machine');

  const schedule = simulateFlows(flows, periodicReleases(flows, 300), { horizon: 300 });
  // by hand: 1 in 0-20, 2 in 20-110 (a window begins at 80), 1 in 110-130, 1 in 200-220
  expect(schedule.flows).toMatchObject([
    { flow: 1, released: 3, missed: 0, worstResponse: 30 },
    { flow: 2, released: 1, missed: 0, worstResponse: 110 },
  ]);

  const machine = resource({
    name: 'ring',
    domain: 'Phi',
    capacity: 64,
    closures: flowClosures(schedule, 300),
  });
  const jobs = [1, 2, 3].map((id) => job({ id, submit: 0, run: 60, parts: [part(0, 64)] }));
  const workload = {
    name: 'around',
    tickNs: 1000,
    resources: [machine],
    jobs,
    sessions: [],
    reservations: [],
    notes: [],
  };
  // closed in 0-130 and 200-220, and again 300 later
  expect([...simulate(workload).start]).toEqual([130, 220, 430]);
});
