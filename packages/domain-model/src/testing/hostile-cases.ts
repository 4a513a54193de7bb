import { circuit } from '../circuit/builder.ts';
import type { RegionId } from '../ids.ts';
import { check, type CaseFacts, type ProviderCase } from './case.ts';
import { codeOf, refuses, subjectCase, succeeds, type Subject } from './subject.ts';

const facts = (id: string, title: string): CaseFacts => ({
  id,
  requirement: 'XDV-001.6',
  tier: 'required',
  title,
});

const PROGRAM = circuit(1).x(0).measure(0).build();

/** The codes that fit what cannot even be read. */
const UNREADABLE = ['ARGUMENT_INVALID', 'CIRCUIT_INVALID', 'PROVIDER_FAILED'] as const;

/** `object` whose field `name` throws `thrown` when it is read. */
const trapped = (object: object, name: string, thrown: unknown): object =>
  Object.defineProperty({ ...object }, name, {
    enumerable: true,
    get: () => {
      throw thrown;
    },
  });

const bomb = (): never => {
  throw new Error('trap');
};

const unreadable = (): object =>
  new Proxy({}, { get: bomb, has: bomb, ownKeys: bomb, getPrototypeOf: bomb });

const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

const answersAll = async (subject: Subject, requests: readonly unknown[]): Promise<void> => {
  for (const [index, request] of requests.entries()) {
    for (const method of ['execute', 'requestResources', 'project'] as const) {
      await refuses(subject, method, `${method} of trap ${index}`, request, ...UNREADABLE);
    }
  }
  await succeeds(subject, 'execute', subject.run(PROGRAM, 1));
};

const throwing = subjectCase(
  facts('hostile-getters', 'a request that throws when it is read is answered with a fault'),
  (subject) => {
    const { job, resource, circuit: program } = subject.run(PROGRAM, 1);
    const request = { kind: 'q.run', job, resource, circuit: program, seed: 1, shots: 1 };
    const fields = ['kind', 'job', 'resource', 'circuit', 'seed', 'shots'];
    const traps = fields.map((field) => trapped(request, field, new Error('trap')));
    return answersAll(subject, [...traps, unreadable(), revoked()]);
  },
);

const throwingCircuit = subjectCase(
  facts('hostile-circuit', 'a circuit that throws when it is read is answered with a fault'),
  (subject) => {
    const request = subject.run(PROGRAM, 1);
    const gate = { kind: 'gate', gate: 'x', targets: [0], params: [], controls: [] };
    const ops = [
      ...['kind', 'gate', 'targets', 'controls'].map((name) => trapped(gate, name, new Error('x'))),
      { ...gate, targets: new Proxy([0], { get: bomb }) },
      unreadable(),
      revoked(),
    ];
    const circuits = [
      ...['qubits', 'bits', 'ops'].map((name) => trapped(PROGRAM, name, new Error('x'))),
      ...ops.map((op) => ({ qubits: 1, bits: 1, ops: [op] })),
      { qubits: 1, bits: 1, ops: new Proxy([gate], { get: bomb }) },
      revoked(),
    ];
    return answersAll(subject, circuits.map((program) => ({ ...request, circuit: program })));
  },
);

const thrownValues = subjectCase(
  facts('hostile-throws', 'whatever a request throws when it is read, the answer is a fault'),
  (subject) => {
    const unspeakable = Object.defineProperty(new Error('x'), 'message', { get: bomb });
    const plain = [undefined, null, 'text', 7, Symbol('x'), {}];
    const values = [...plain, unspeakable, unreadable(), revoked()];
    const request = subject.run(PROGRAM, 1);
    return answersAll(subject, values.map((value) => trapped(request, 'kind', value)));
  },
);

/** An object whose field answers `first` once and `then` ever after. */
const changing = (object: object, name: string, first: unknown, then: unknown): object => {
  let reads = 0;
  return Object.defineProperty({ ...object }, name, {
    enumerable: true,
    get: () => (reads++ === 0 ? first : then),
  });
};

const changingMind = subjectCase(
  facts('hostile-changes', 'a request that changes while it is read is answered all the same'),
  async (subject) => {
    const request = subject.run(PROGRAM, 1);
    const programs = [
      changing(PROGRAM, 'qubits', 1, 4096),
      changing(PROGRAM, 'bits', 1, -1),
      changing(PROGRAM, 'ops', PROGRAM.ops, null),
    ];
    const requests = [
      changing(request, 'shots', 1, NaN),
      changing(request, 'seed', 1, 'seed'),
      changing(request, 'circuit', PROGRAM, undefined),
      ...programs.map((program) => ({ ...request, circuit: program })),
    ];
    for (const changed of requests) await subject.ask('execute', changed);
    await succeeds(subject, 'execute', request);
  },
);

const hugeLists = subjectCase(
  facts('hostile-lengths', 'a list that claims an absurd length is refused without being walked'),
  async (subject) => {
    const absurd = Array(2 ** 32 - 1);
    const request = subject.run(PROGRAM, 1);
    const refuse = (program: unknown): Promise<void> =>
      refuses(
        subject,
        'execute',
        'an absurd list',
        { ...request, circuit: program },
        'CIRCUIT_INVALID',
      );
    await refuse({ qubits: 1, bits: 1, ops: absurd });
    for (const field of ['targets', 'controls']) {
      const gate = { kind: 'gate', gate: 'x', targets: [0], params: [], controls: [] };
      await refuse({ qubits: 1, bits: 1, ops: [{ ...gate, [field]: absurd }] });
    }
  },
);

const anyRegion = subjectCase(
  facts('hostile-terminate', 'terminate is answered whatever it is given'),
  async (subject) => {
    for (const region of [undefined, null, NaN, -1, 'region', {}, revoked(), Symbol('region')]) {
      await subject.terminate(region as RegionId);
    }
    const code = codeOf(await subject.ask('execute', subject.run(PROGRAM, 1)));
    check(code === 'ok', `a job after them was answered ${code}`);
  },
);

/** What no caller would send by mistake (XDV-001.6): a provider answers, and goes on working. */
export const HOSTILE_CASES: readonly ProviderCase[] = [
  throwing,
  throwingCircuit,
  thrownValues,
  changingMind,
  hugeLists,
  anyRegion,
];
