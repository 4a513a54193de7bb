import {
  isingEnergy,
  ns,
  unwrap,
  type Duration,
  type Result,
  type StabilityReport,
} from '@xdv/domain-model';
import type { Decoded, Encoded, Violation } from '@xdv/phi-provider-sim/problems';
import type { Behaviour, SysOf } from 'xdv-kernel';

/** How a Φ machine is to be used: the part of the arguments that all its processes share. */
export type PhiTerms = {
  readonly windowNs: number;
  readonly reads: number;
  /** Name of the machine; null for the first that is large enough. */
  readonly machine: string | null;
};

/** What a result keeps of how the machine held its lock. */
export type PhiStability = {
  readonly index: number;
  readonly locked: boolean;
  readonly steps: number;
  /** Windows that were void; absent for none. */
  readonly voided?: number;
};

/** A result before anything is said of the machine. */
export type WithoutStability<PhiResult> = Omit<PhiResult, 'stability'>;

/** States of a problem in the user's terms. */
export interface DecodedStates<Solution> {
  readonly best: Decoded<Solution>;
  /** In the order of the states. */
  readonly all: readonly Decoded<Solution>[];
}

/** The reads of a problem in the user's terms. */
interface DecodedReads<Solution> extends DecodedStates<Solution> {
  readonly stability: PhiStability;
}

/** As many as people read. */
const BROKEN_MAX = 5;

interface Ranked<Solution> {
  readonly decoded: Decoded<Solution>;
  readonly energy: number;
}

/** Feasible before infeasible, then by cost; infeasible ones by energy. */
const better = <Solution>(a: Ranked<Solution>, b: Ranked<Solution>): Ranked<Solution> => {
  if (a.decoded.feasible !== b.decoded.feasible) return a.decoded.feasible ? a : b;
  if (a.decoded.feasible) return b.decoded.cost < a.decoded.cost ? b : a;
  return b.energy < a.energy ? b : a;
};

/** What a result keeps of a stability report. */
export const stabilityOf = ({ index, locked, steps, voided }: StabilityReport): PhiStability => ({
  index,
  locked,
  steps,
  ...(voided !== undefined && { voided }),
});

/** Decodes one state or more. */
export const decodeStates = <Solution>(
  { problem, decode }: Encoded<Solution>,
  states: readonly Int8Array[],
): DecodedStates<Solution> => {
  const ranked = states.map((spins) => ({
    decoded: decode(spins),
    energy: isingEnergy(problem, spins),
  }));
  const all = ranked.map(({ decoded }) => decoded);
  return { best: ranked.reduce(better).decoded, all };
};

/**
 * Encodes a problem, reads it on a Φ machine and decodes every read. K is charged a nanosecond for
 * each term that it looks at. Throws the fault of `encode`.
 */
export const solveEncoded = function* <Solution>(
  sys: SysOf<'K' | 'Phi'>,
  encode: () => Result<Encoded<Solution>>,
  { windowNs, reads, machine }: PhiTerms,
): Behaviour<DecodedReads<Solution>> {
  const encoded = unwrap(encode());
  const { problem } = encoded;
  const terms = problem.a.length + problem.spins;
  yield* sys.compute(ns(terms));
  const on = machine === null ? {} : { machine };
  const window = windowNs as Duration;
  const { samples, stability } = yield* sys.phi.solve(problem, { window, reads, ...on });
  const decoded = yield* sys.compute(ns(terms * samples.length), () =>
    decodeStates(encoded, samples.map(({ spins }) => spins)),
  );
  return { ...decoded, stability: stabilityOf(stability) };
};

/** What a state breaks, in the words of `describe`: the first few. */
export const brokenBy = (
  { violations }: Decoded<unknown>,
  describe: (violation: Violation) => string,
): readonly string[] => violations.slice(0, BROKEN_MAX).map(describe);
