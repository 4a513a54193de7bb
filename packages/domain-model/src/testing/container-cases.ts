import { circuit, type CircuitBuilder } from '../circuit/builder.ts';
import type { Circuit } from '../circuit/circuit.ts';
import type { RegionId } from '../ids.ts';
import { check, declined, failed, type CaseFacts, type ProviderCase } from './case.ts';
import { needs } from './counts.ts';
import { needsContainers } from './malformed-cases.ts';
import { errorBound } from './performable.ts';
import { isTooUnlikely } from './statistics.ts';
import { codeOf, refuses, REGION, subjectCase, succeeds, type Subject } from './subject.ts';

const OTHER = 2 as RegionId;

/** Single shots cannot tell errors from faults: these cases are for devices that make few. */
const ERROR_MAX = 1e-6;

/** A case on a device with containers and without errors, which runs `programs`. */
const containerCase = (
  id: string,
  title: string,
  programs: readonly Circuit[],
  body: (subject: Subject) => Promise<void>,
  requirement = 'XDV-032.2',
): ProviderCase => {
  const facts: CaseFacts = { id, requirement, tier: 'required', title };
  return subjectCase(facts, async (subject) => {
    needsContainers(subject);
    for (const program of programs) {
      needs(subject, program);
      const error = errorBound(program, subject.device);
      if (error > ERROR_MAX) declined(`the device errs with a probability of up to ${error}`);
    }
    await body(subject);
  });
};

/** Performs the request, which must succeed, and gives the bits of a measurement. */
const bits = async (subject: Subject, qubits: readonly number[], region = REGION) => {
  const result = await succeeds(subject, 'project', subject.measure(qubits, region));
  if (result?.kind !== 'outcome') return failed(`q.measure gave ${result?.kind ?? 'nothing'}`);
  check(result.bits.length === qubits.length, `${result.bits.length} bits of ${qubits.length}`);
  return result.bits;
};

const reads = async (
  subject: Subject,
  qubits: readonly number[],
  expected: string,
  region = REGION,
): Promise<void> => {
  const read = (await bits(subject, qubits, region)).join('');
  check(read === expected, `qubits ${qubits.join(', ')} read ${read}, not ${expected}`);
};

const open = async (subject: Subject, qubits: number, region = REGION, seed = 1): Promise<void> => {
  const request = subject.allocate(qubits, region, seed);
  const result = await succeeds(subject, 'requestResources', request);
  check(result === null, 'an allocation was answered with a result');
};

const evolve = async (subject: Subject, program: Circuit, region = REGION): Promise<void> => {
  const result = await succeeds(subject, 'execute', subject.apply(program, region));
  check(result?.kind === 'done', `q.apply was answered with ${result?.kind ?? 'nothing'}`);
};

const FLIP = circuit(1, 0).x(0).build();
const PAIR = circuit(2, 0).h(0).cx(0, 1).build();

const starts = containerCase(
  'container-starts',
  'a container starts in |0…0⟩ and lists outcomes in the order asked',
  [circuit(3, 0).x(1).build()],
  async (subject) => {
    await open(subject, 3);
    await reads(subject, [0, 1, 2], '000');
    await evolve(subject, circuit(3, 0).x(1).build());
    await reads(subject, [1, 0], '10');
    await reads(subject, [2, 1], '01');
  },
);

/** Qubits of the containers that ask many questions at once. */
const COINS = 8;

const onEach = (turn: (builder: CircuitBuilder, qubit: number) => unknown): Circuit => {
  const builder = circuit(COINS, 0);
  for (let q = 0; q < COINS; q++) turn(builder, q);
  return builder.build();
};

const HALVES = onEach((builder, q) => builder.h(q));
const PHASES = onEach((builder, q) => builder.z(q));
const ALL = Array.from({ length: COINS }, (_, q) => q);

// where a superposition is lost, eight fair coins show 1 once in 256 times
const coherent = containerCase(
  'container-coherent',
  'a superposition lives on between requests',
  [HALVES, PHASES],
  async (subject) => {
    await open(subject, COINS);
    for (const program of [HALVES, PHASES, HALVES]) await evolve(subject, program);
    await reads(subject, ALL, '11111111');
  },
);

const collapses = containerCase(
  'container-collapse',
  'measuring collapses: again it agrees, and so does the entangled half',
  [PAIR],
  async (subject) => {
    for (let seed = 1; seed <= 2; seed++) {
      await open(subject, 2, REGION, seed);
      await evolve(subject, PAIR);
      const [first] = await bits(subject, [0]);
      await reads(subject, [1, 0], `${first}${first}`);
      await subject.terminate(REGION);
    }
  },
);

/** So many containers of COINS qubits that a fair coin is not taken for one of 99 in 100. */
const ROUNDS = 4;
const SHARE = 0.99;
const BIASED = onEach((builder, q) => builder.ry(2 * Math.asin(Math.sqrt(SHARE)), q));

const fair = containerCase(
  'container-statistics',
  'containers measure 1 as often as their state says',
  [BIASED],
  async (subject) => {
    let ones = 0;
    for (let seed = 1; seed <= ROUNDS; seed++) {
      await open(subject, COINS, REGION, seed);
      await evolve(subject, BIASED);
      ones += (await bits(subject, ALL)).reduce<number>((sum, bit) => sum + bit, 0);
      await subject.terminate(REGION);
    }
    const total = COINS * ROUNDS;
    const wrong = isTooUnlikely(ones, total, SHARE, SHARE, 1);
    check(!wrong, `${ones} of ${total} qubits gave 1, expected a share of ${SHARE}`);
  },
);

const inOrder = containerCase(
  'region-order',
  'requests on one region are performed in the order they were made',
  [FLIP],
  async (subject) => {
    const answers = await Promise.all([
      subject.ask('requestResources', subject.allocate(1)),
      subject.ask('execute', subject.apply(FLIP)),
      subject.ask('project', subject.measure([0])),
      subject.ask('execute', subject.apply(FLIP)),
      subject.ask('project', subject.measure([0])),
      subject.terminate(REGION),
      subject.ask('project', subject.measure([0])),
    ]);
    const codes = answers.map(codeOf).join(' ');
    check(codes === 'ok ok ok ok ok ok REGION_UNKNOWN', `answered ${codes}`);
    const read = answers.flatMap(({ ok, ...rest }) => {
      const value = ok && 'value' in rest ? rest.value : null;
      return value?.kind === 'outcome' ? value.bits : [];
    });
    check(read.join(' ') === '1 0', `read ${read.join(' ')}`);
  },
  'XDV-011.1',
);

const apart = containerCase(
  'containers-isolated',
  'containers share no state with each other or with jobs',
  [FLIP],
  async (subject) => {
    await open(subject, 1);
    await open(subject, 1, OTHER);
    await evolve(subject, FLIP);
    await succeeds(subject, 'execute', subject.run(circuit(1).h(0).measure(0).build(), 10));
    await reads(subject, [0], '0', OTHER);
    await reads(subject, [0], '1');
  },
);

const ends = containerCase(
  'container-ends',
  'a terminated container is unknown, and its id may be used again for a new one',
  [FLIP],
  async (subject) => {
    await open(subject, 1);
    await evolve(subject, FLIP);
    for (let times = 0; times < 2; times++) await subject.terminate(REGION);
    const { apply, measure } = subject;
    await refuses(subject, 'execute', 'apply', apply(FLIP), 'REGION_UNKNOWN');
    await refuses(subject, 'project', 'measure', measure([0]), 'REGION_UNKNOWN');
    await open(subject, 1);
    await reads(subject, [0], '0');
  },
  'XDV-011.1',
);

const taken = containerCase(
  'region-taken',
  'a region that is open is not opened again, and goes on as it was',
  [FLIP],
  async (subject) => {
    await open(subject, 1);
    await evolve(subject, FLIP);
    const again = subject.allocate(1);
    await refuses(subject, 'requestResources', 'the same region', again, 'ARGUMENT_INVALID');
    await reads(subject, [0], '1');
  },
);

const unknown = containerCase(
  'region-unknown',
  'a container that was never opened is unknown',
  [],
  async (subject) => {
    await open(subject, 1);
    const { apply, measure } = subject;
    await refuses(subject, 'execute', 'apply', apply(FLIP, OTHER), 'REGION_UNKNOWN');
    await refuses(subject, 'project', 'measure', measure([0], OTHER), 'REGION_UNKNOWN');
  },
  'XDV-060.5',
);

const tooWide = containerCase(
  'apply-too-wide',
  'a circuit with more qubits than its container is refused',
  [],
  async (subject) => {
    await open(subject, 1);
    const request = subject.apply(PAIR);
    await refuses(subject, 'execute', 'two qubits on one', request, 'CIRCUIT_TOO_LARGE');
    await bits(subject, [0]);
  },
);

const resets = containerCase(
  'container-reset',
  'a qubit of a container may be reset, whatever it was, and used again',
  [PAIR],
  async (subject) => {
    await open(subject, 2);
    await evolve(subject, PAIR);
    await evolve(subject, circuit(2, 0).reset(0).build());
    await reads(subject, [0], '0');
    const [other] = await bits(subject, [1]);
    await evolve(subject, circuit(2, 0).x(0).build());
    await reads(subject, [0, 1], `1${other}`);
  },
);

const ages = containerCase(
  'container-budget',
  'work beyond the life of a container is refused, and it goes on as it was',
  [FLIP],
  async (subject) => {
    const { budgetMaxNs } = subject.device;
    await open(subject, 1);
    await evolve(subject, FLIP);
    const wait = circuit(1, 0).x(0).delay(budgetMaxNs, 0).build();
    await refuses(subject, 'execute', 'waiting', subject.apply(wait), 'DECOHERENCE_EXCEEDED');
    await reads(subject, [0], '1');
    // half the life passes twice at most
    const half = subject.apply(circuit(1, 0).delay(Math.ceil(budgetMaxNs / 2), 0).build());
    await succeeds(subject, 'execute', half);
    await refuses(subject, 'execute', 'the other half', half, 'DECOHERENCE_EXCEEDED');
  },
  'XDV-060.5',
);

/** States that live between requests (XDV-032.2). */
export const CONTAINER_CASES: readonly ProviderCase[] = [
  starts,
  coherent,
  collapses,
  fair,
  inOrder,
  apart,
  ends,
  taken,
  unknown,
  tooWide,
  resets,
  ages,
];
