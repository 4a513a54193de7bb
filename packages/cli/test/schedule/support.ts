/** Three jobs that each take the whole machine: who goes first decides everything. */
export const THREE = JSON.stringify({
  format: 'xdv-workload-1',
  name: 'three jobs',
  tickNs: 1e9,
  resources: [{ name: 'machine', domain: 'K', capacity: 2 }],
  jobs: [
    { id: 1, submit: 0, duration: 100, parts: [{ resource: 'machine', amount: 2 }], tenant: 1 },
    { id: 2, submit: 10, duration: 100, parts: [{ resource: 'machine', amount: 2 }], tenant: 2 },
    { id: 3, submit: 20, duration: 10, parts: [{ resource: 'machine', amount: 2 }], tenant: 2 },
  ],
});

/** The same three as a log in the Standard Workload Format. */
export const THREE_SWF = [
  '; MaxProcs: 2',
  '1  0 -1 100 2 -1 -1 2 100 -1 1 1 -1 -1 -1 -1 -1 -1',
  '2 10 -1 100 2 -1 -1 2 100 -1 1 2 -1 -1 -1 -1 -1 -1',
  '3 20 -1  10 2 -1 -1 2  10 -1 1 2 -1 -1 -1 -1 -1 -1',
  '',
].join('\n');

/** Two jobs of a quantum cloud. */
export const CLOUD = [
  'source,run_min,queue_min,machine,created,status',
  'a.csv,2,5,ibmq_x,2020-01-01 10:00:00.000000-05:00,JobStatus.DONE',
  'b.csv,1,9,ibmq_x,2020-01-01 10:01:00.000000-05:00,JobStatus.DONE',
  '',
].join('\n');

/** All domains, and everything that a Gantt chart shows besides jobs. */
export const HYBRID = JSON.stringify({
  format: 'xdv-workload-1',
  name: 'a <hybrid> & more',
  tickNs: 1e9,
  resources: [
    { name: 'cpu', domain: 'K', capacity: 4 },
    {
      name: 'qpu & <x>',
      domain: 'Q',
      capacity: 5,
      sharing: 'exclusive',
      calibration: { everyTicks: 200, drift: 1_000_000_000 },
      crossingTicks: 2,
    },
    { name: 'phi', domain: 'Phi', capacity: 2, closures: [{ start: 90, ticks: 10, every: 100 }] },
  ],
  sessions: [{ id: 1, resource: 'qpu & <x>', maxTicks: 100, idleTicks: 20 }],
  reservations: [{ resource: 'cpu', amount: 1, start: 50, end: 150 }],
  jobs: [
    {
      id: 1,
      submit: 0,
      duration: 40,
      parts: [
        { resource: 'cpu', amount: 1 },
        { resource: 'qpu & <x>', amount: 5, offset: 10, ticks: 20 },
      ],
      error: 50_000,
      budget: 30,
    },
    { id: 2, submit: 1, duration: 30, parts: [{ resource: 'phi', amount: 2 }] },
    { id: 3, submit: 2, duration: 30, parts: [{ resource: 'phi', amount: 1 }], deadline: 50 },
    {
      id: 4,
      submit: 3,
      duration: 30,
      parts: [{ resource: 'qpu & <x>', amount: 5 }],
      error: 50_000,
      session: 1,
    },
    { id: 5, submit: 4, duration: 100, parts: [{ resource: 'cpu', amount: 3 }] },
  ],
});

/** What a command printed, without what differs from run to run. */
export const steady = (text: string): string => text.replace(/real \S+ \S+$/m, 'real …');
