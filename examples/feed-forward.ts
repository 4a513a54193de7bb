/**
 * Teleportation: a qubit's state moves to another qubit by two measured bits.
 *
 *   Q  holds the state in a container, across several calls
 *   K  looks at two measured bits and decides which gates complete the transfer (feed-forward)
 *
 * All of it must fit the decoherence budget of the container, the time that K takes included. What
 * does not fit is refused with DECOHERENCE_EXCEEDED: no outcome of a state that no longer exists.
 */
import type { Present } from '@xdv/cli';
import {
  circuit,
  process,
  us,
  XdvError,
  type Behaviour,
  type Circuit,
  type SysK,
  type SysQ,
} from 'xdv-kernel';

export const args = {
  /** Teleportations of each kind. */
  rounds: 40,
  /** Decoherence budget of a container, and a budget that ends before K has decided. */
  budgetUs: 60,
  shortBudgetUs: 3,
  /** How long K takes from the measured bits to the correction. */
  decideUs: 2,
  /** `noisy` has errors: not every message arrives. */
  device: 'ideal',
};

type Options = typeof args;

/** The message is cos(θ/2)|0⟩ + sin(θ/2)|1⟩ with θ = 2π/3: measured, it gives 1 in 3 of 4 cases. */
const ANGLE = (2 * Math.PI) / 3;
const ONES_SHARE = 0.75;

/** Qubit 0 holds the message, 1 and 2 share a Bell pair, 2 is where the message arrives. */
const SEND = circuit(3).ry(ANGLE, 0).h(1).cx(1, 2).cx(0, 1).h(0).build();

/** What a run of this example gives. */
export interface Teleportations {
  readonly rounds: number;
  /** Ones measured at the receiver, of `rounds`, and how many are expected. */
  readonly ones: number;
  readonly onesExpected: number;
  /** Rounds, of as many others, in which undoing the message at the receiver gave back |0⟩. */
  readonly recovered: number;
  /** How often each pair of bits was measured on the way, '00' to '11'. */
  readonly bits: readonly (readonly [bits: string, times: number])[];
  /** Modelled time of one teleportation, in µs. */
  readonly roundTicks: number;
  /** The same program with a budget that is too short. */
  readonly short: { readonly budgetUs: number; readonly outcome: string };
}

interface Round {
  /** What qubits 0 and 1 gave. */
  readonly bits: string;
  /** What the receiver measured. */
  readonly arrived: 0 | 1;
}

/** Completes the transfer as the two bits call for, and undoes the preparation if asked to. */
const correction = ([zero, one]: readonly (0 | 1)[], undo: boolean): Circuit => {
  const built = circuit(3);
  if (one === 1) built.x(2);
  if (zero === 1) built.z(2);
  if (undo) built.ry(-ANGLE, 2);
  return built.build();
};

/** Teleports the message once and measures it, as it is or after undoing its preparation. */
function* teleport(sys: SysK & SysQ, options: Options, undo: boolean): Behaviour<Round> {
  const { budgetUs, decideUs, device } = options;
  const container = yield* sys.q.allocate(3, { budget: us(budgetUs), device });
  yield* sys.q.apply(container, SEND);
  const bits = yield* sys.q.measure(container, [0, 1]);
  const receive = yield* sys.compute(us(decideUs), () => correction(bits, undo));
  yield* sys.q.apply(container, receive);
  const [arrived] = yield* sys.q.measure(container, [2]);
  yield* sys.q.release(container);
  return { bits: bits.join(''), arrived: arrived! };
}

/** The code of the fault that one teleportation ends with, or `completed`. */
function* outcomeOf(sys: SysK & SysQ, options: Options): Behaviour<string> {
  try {
    yield* teleport(sys, options, false);
    return 'completed';
  } catch (error) {
    // a refused call throws at its yield*; anything else is a bug and goes on up
    if (error instanceof XdvError) return error.code;
    throw error;
  }
}

export default process({ domains: ['K', 'Q'] }, function* feedForward(
  sys,
  given: Partial<Options>,
) {
  const options = { ...args, ...given };
  const { rounds, shortBudgetUs } = options;
  const direct: Round[] = [];
  const undone: Round[] = [];
  const start = yield* sys.now();
  // nothing is caught here: with a budgetUs that is too short the whole process ends with the fault
  for (let k = 0; k < rounds; k++) direct.push(yield* teleport(sys, options, false));
  for (let k = 0; k < rounds; k++) undone.push(yield* teleport(sys, options, true));
  const end = yield* sys.now();

  const tooShort = { ...options, budgetUs: shortBudgetUs };
  return {
    rounds,
    ones: direct.filter(({ arrived }) => arrived === 1).length,
    onesExpected: rounds * ONES_SHARE,
    recovered: undone.filter(({ arrived }) => arrived === 0).length,
    bits: ['00', '01', '10', '11'].map((pair) => [
      pair,
      [...direct, ...undone].filter(({ bits }) => bits === pair).length,
    ]),
    roundTicks: Math.round((end.tick - start.tick) / (2 * Math.max(1, rounds))),
    short: { budgetUs: shortBudgetUs, outcome: yield* outcomeOf(sys, tooShort) },
  } satisfies Teleportations;
});

export const present: Present<Teleportations> = (result, { heading, table, histogram }) => {
  const { rounds, ones, onesExpected, recovered, bits, roundTicks, short } = result;
  return [
    heading(`teleported: ${recovered} of ${rounds} messages came back to |0⟩ when undone`),
    table(
      ['measured at the receiver', 'found', 'expected'],
      [
        ['|0⟩ after undoing the message', recovered, rounds],
        ['1 in the message as it is', ones, onesExpected],
      ],
    ),
    '',
    heading('bits that K was told on the way: every pair is equally likely'),
    histogram(bits),
    '',
    `a round takes ${roundTicks} µs; with a budget of ${short.budgetUs} µs it ends in ${short.outcome}`,
  ].join('\n');
};
