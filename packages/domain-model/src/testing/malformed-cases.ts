import { circuit } from '../circuit/builder.ts';
import { CIRCUIT_LIMITS } from '../circuit/circuit.ts';
import type { FaultCode } from '../catalogue/faults.ts';
import { declined, type CaseFacts, type ProviderCase } from './case.ts';
import { refuses, REGION, subjectCase, succeeds, type Subject } from './subject.ts';

/** Values that are no integer at all, for a field that must hold one. */
const NO_INTEGERS = [undefined, null, '1', NaN, Infinity, 0.5, 2 ** 53, 1n, {}, [1], true];

/** Values that are no request. */
const NO_REQUESTS = [undefined, null, 0, 'q.run', [], {}, Symbol('q.run'), () => 'q.run'];

/** Values that are no list of operations. */
const NO_LISTS = [undefined, null, 0, 'ops', {}, { length: 1, 0: {} }];

/** Names that no device has, some of which every object inherits. */
const NO_DEVICES = ['', 'no such device', '__proto__', 'constructor', 'toString', 0, null, {}];

const PROGRAM = circuit(1).x(0).measure(0).build();

const facts = (id: string, title: string): CaseFacts => ({
  id,
  requirement: 'XDV-001.6',
  tier: 'required',
  title,
});

const shown = (field: string, value: unknown): string =>
  `${field} ${Array.isArray(value) ? 'a list' : String(value)}`;

/** A request of each kind that is correct but for its region, which is not open. */
const sampleOf = (subject: Subject) =>
  ({
    execute: subject.run(PROGRAM, 1),
    requestResources: subject.allocate(1),
    project: subject.measure([0]),
  }) as const;

type Method = keyof ReturnType<typeof sampleOf>;

const METHODS: readonly Method[] = ['execute', 'requestResources', 'project'];

/** `request` with `field` replaced by each value in turn, each refused with one of `codes`. */
const refusesField = async (
  subject: Subject,
  method: Method,
  request: object,
  field: string,
  values: readonly unknown[],
  ...codes: readonly FaultCode[]
): Promise<void> => {
  for (const value of values) {
    const broken = { ...request, [field]: value };
    await refuses(subject, method, shown(field, value), broken, ...codes);
  }
};

const noRequest = subjectCase(
  facts('request-not-an-object', 'what is no request at all is refused'),
  async (subject) => {
    for (const method of METHODS) {
      for (const value of NO_REQUESTS) {
        await refuses(subject, method, shown(method, value), value, 'ARGUMENT_INVALID');
      }
    }
  },
);

const wrongKind = subjectCase(
  facts('request-kind', 'a kind that the method does not serve is refused'),
  async (subject) => {
    const kinds = ['phi.solve', 'phi.open', 'phi.evaluate', 'q.teleport', '__proto__', 7, null];
    const sample = sampleOf(subject);
    for (const method of METHODS) {
      await refusesField(subject, method, sample[method], 'kind', kinds, 'ARGUMENT_INVALID');
    }
    await refuses(subject, 'execute', 'q.allocate', subject.allocate(1), 'ARGUMENT_INVALID');
    await refuses(subject, 'project', 'q.run', sample.execute, 'ARGUMENT_INVALID');
  },
);

const wrongJob = subjectCase(
  facts('request-job', 'a job that is no id is refused'),
  async (subject) => {
    const sample = sampleOf(subject);
    for (const method of METHODS) {
      await refusesField(subject, method, sample[method], 'job', NO_INTEGERS, 'ARGUMENT_INVALID');
    }
  },
);

const wrongDevice = subjectCase(
  facts('request-device', 'a device that the profile does not name is refused'),
  async (subject) => {
    const sample = sampleOf(subject);
    for (const method of ['execute', 'requestResources'] as const) {
      const { [method]: request } = sample;
      await refusesField(subject, method, request, 'resource', NO_DEVICES, 'ARGUMENT_INVALID');
    }
  },
);

const wrongSeed = subjectCase(
  facts('request-seed', 'a seed that is no safe integer is refused'),
  async (subject) => {
    const { execute } = sampleOf(subject);
    await refusesField(subject, 'execute', execute, 'seed', NO_INTEGERS, 'ARGUMENT_INVALID');
  },
);

const wrongShots = subjectCase(
  facts('run-shots', 'shots that are no count in range are refused'),
  async (subject) => {
    const values = [...NO_INTEGERS, 0, -1, CIRCUIT_LIMITS.shotsMax + 1];
    await refusesField(
      subject,
      'execute',
      sampleOf(subject).execute,
      'shots',
      values,
      'ARGUMENT_INVALID',
    );
  },
);

const gate = { kind: 'gate', gate: 'x', targets: [0], params: [], controls: [] };

/** Circuits of one qubit and one bit whose single operation is out of order. */
const BROKEN_OPS: readonly unknown[] = [
  null,
  5,
  {},
  { kind: 'teleport' },
  { ...gate, gate: 'xx' },
  { ...gate, gate: '__proto__' },
  { ...gate, targets: [1] },
  { ...gate, targets: [-1] },
  { ...gate, targets: [0.5] },
  { ...gate, targets: ['0'] },
  { ...gate, targets: [] },
  { ...gate, targets: [0, 0] },
  { ...gate, targets: 0 },
  { ...gate, controls: [0] },
  { ...gate, controls: undefined },
  { ...gate, params: [1] },
  { ...gate, gate: 'rx', params: [] },
  { ...gate, gate: 'rx', params: [NaN] },
  { ...gate, gate: 'rx', params: [Infinity] },
  { ...gate, gate: 'rx', params: ['1'] },
  { kind: 'measure', qubit: 0, bit: 1 },
  { kind: 'measure', qubit: 1, bit: 0 },
  { kind: 'reset', qubit: 1 },
  { kind: 'barrier', qubits: [1] },
  { kind: 'delay', qubit: 0, ns: -1 },
  { kind: 'delay', qubit: 0, ns: 0.5 },
  { kind: 'delay', qubit: 0, ns: NaN },
  { kind: 'if', bits: [], values: [], then: [], otherwise: [] },
  { kind: 'if', bits: [1], values: [1], then: [], otherwise: [] },
  { kind: 'if', bits: [0], values: [2], then: [], otherwise: [] },
  { kind: 'if', bits: [0], values: [1], then: [{ kind: 'reset', qubit: 9 }], otherwise: [] },
  { kind: 'if', bits: [0], values: [1], then: [], otherwise: null },
];

const broken = (op: unknown): unknown => ({ qubits: 1, bits: 1, ops: [op] });

/** Conditions inside one another, one more than a circuit may have. */
const tooDeep = (): unknown => {
  let op: unknown = gate;
  for (let depth = 0; depth <= CIRCUIT_LIMITS.depthMax; depth++) {
    op = { kind: 'if', bits: [0], values: [1], then: [op], otherwise: [] };
  }
  return op;
};

const wrongCircuit = subjectCase(
  facts('run-circuit', 'a malformed circuit is refused, wherever it is wrong'),
  async (subject) => {
    const { execute } = sampleOf(subject);
    const circuits = [
      ...[undefined, null, 5, 'circuit', []],
      ...NO_LISTS.map((ops) => ({ qubits: 1, bits: 1, ops })),
      ...[0, -1, 0.5, '1', NaN, CIRCUIT_LIMITS.qubitsMax + 1].map((qubits) => ({
        qubits,
        bits: 1,
        ops: [],
      })),
      ...[-1, 0.5, '1', NaN, CIRCUIT_LIMITS.bitsMax + 1].map((bits) => ({
        qubits: 1,
        bits,
        ops: [],
      })),
      ...[...BROKEN_OPS, tooDeep()].map(broken),
    ];
    for (const [index, value] of circuits.entries()) {
      const request = { ...execute, circuit: value };
      await refuses(subject, 'execute', `circuit ${index}`, request, 'CIRCUIT_INVALID');
    }
  },
);

/** Declines the case where the profile offers no containers. */
export const needsContainers = ({ device }: Subject): void => {
  if (device.containers === false) declined(`device ${device.name} keeps no containers`);
};

const wrongAllocation = subjectCase(
  facts('allocate-malformed', 'a malformed allocation is refused'),
  async (subject) => {
    needsContainers(subject);
    const request = subject.allocate(1);
    const refuse = (field: string, values: readonly unknown[]): Promise<void> =>
      refusesField(subject, 'requestResources', request, field, values, 'ARGUMENT_INVALID');
    await refuse('region', NO_INTEGERS);
    await refuse('seed', NO_INTEGERS);
    await refuse('qubits', [...NO_INTEGERS.filter((value) => value !== 2 ** 53), 0, -1]);
  },
);

const wrongApplication = subjectCase(
  facts('apply-malformed', 'containers refuse measurements, conditions and broken circuits'),
  async (subject) => {
    needsContainers(subject);
    await succeeds(subject, 'requestResources', subject.allocate(1));
    const refuse = async (what: string, value: unknown): Promise<void> => {
      const request = { ...subject.apply(PROGRAM), circuit: value };
      await refuses(subject, 'execute', what, request, 'CIRCUIT_INVALID');
    };
    await refuse('a measurement', PROGRAM);
    await refuse('a condition', circuit(1).if(0, (body) => body.x(0)).build());
    await refuse('nothing', undefined);
    for (const [index, op] of BROKEN_OPS.entries()) await refuse(`operation ${index}`, broken(op));
  },
);

const wrongMeasurement = subjectCase(
  facts('measure-malformed', 'qubits that are no list of distinct qubits are refused'),
  async (subject) => {
    needsContainers(subject);
    await succeeds(subject, 'requestResources', subject.allocate(1));
    const lists = [...NO_LISTS, [], [1], [-1], [0.5], ['0'], [NaN], [null], [0, 0], [0, 2 ** 53]];
    const request = subject.measure([0], REGION);
    await refusesField(subject, 'project', request, 'qubits', lists, 'ARGUMENT_INVALID');
  },
);

/** Requests are validated again, whoever checked them before (XDV-001.6). */
export const MALFORMED_CASES: readonly ProviderCase[] = [
  noRequest,
  wrongKind,
  wrongJob,
  wrongDevice,
  wrongSeed,
  wrongShots,
  wrongCircuit,
  wrongAllocation,
  wrongApplication,
  wrongMeasurement,
];
