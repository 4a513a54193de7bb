import { circuit, createRandom, type CircuitBuilder, type RandomStream } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { distribution } from '../dense.ts';
import {
  oneQubitCliffords,
  pairGates,
  sequenceCircuit,
  twoQubitCliffords,
  type Clifford,
  type CliffordGroup,
} from './support/clifford.ts';
import { hits } from './support/counts.ts';
import { estimatePoint, fitCurve, type Fit, type Model, type Point } from './support/fit.ts';
import { createLab, type Lab } from './support/lab.ts';
import { randomPair, shuffled } from './support/random.ts';
import { distance, scatter, SIGMAS, type Estimate } from './support/statistics.ts';

/** A fair draw of sequences: how long, how many of each length, how many shots of each. */
interface Plan {
  readonly lengths: readonly number[];
  readonly sequences: number;
  readonly shots: number;
}

/** How often random sequences that should do nothing do nothing, for each length. */
const survival = async (
  lab: Lab,
  qubits: number,
  group: CliffordGroup,
  { lengths, sequences, shots }: Plan,
  random: RandomStream,
  interleaved: readonly Clifford[] = [],
): Promise<readonly Point[]> => {
  const { elements } = group;
  const points: Point[] = [];
  for (const length of lengths) {
    const shares: number[] = [];
    for (let k = 0; k < sequences; k++) {
      const drawn = Array.from({ length }, () => elements[random.below(elements.length)]!);
      const sequence = drawn.flatMap((element) => [element, ...interleaved]);
      const counts = await lab.run(sequenceCircuit(qubits, group, sequence), shots);
      shares.push(hits(counts, (outcome) => outcome === 0) / shots);
    }
    points.push(estimatePoint(length, scatter(shares)));
  }
  return points;
};

/** F(m) = A αᵐ + B (Magesan, Gambetta and Emerson, Physical Review Letters 106, 180504 (2011)). */
const model: Model = (length, [alpha = 0, a = 0, b = 0]) => a * alpha ** length + b;

/** The error per Clifford, r = (1 - α)(d - 1)/d, with its standard error. */
const errorPerClifford = ({ params }: Fit, dimension: number): Estimate => {
  const scale = (dimension - 1) / dimension;
  const { value, error } = params[0]!;
  return { value: scale * (1 - value), error: scale * error };
};

describe('the Clifford group', () => {
  it('has 24 elements on one qubit and 11,520 on two, with 1.5 gates cx on average', () => {
    expect(oneQubitCliffords().elements.length).toBe(24);
    const { elements } = twoQubitCliffords();
    expect(elements.length).toBe(11_520);
    const gates = elements.reduce((sum, element) => sum + pairGates(element), 0);
    expect(gates / elements.length).toBe(1.5);
  });
});

describe('randomized benchmarking', () => {
  it('of one qubit recovers the error per Clifford of its calibration (XDV-072.1)', async () => {
    // Every Clifford is one gate: a random Pauli with chance p, then decay for the gate's time.
    // Twirled, that is one depolarizing channel with α = (tr R - 1)/3 of its Pauli transfer matrix
    // R: (1 - 4p/3)(e^{-t/T1} + 2 e^{-t/T2})/3 (Magesan, Gambetta and Emerson, Physical Review A
    // 85, 042311 (2012)).
    const [gate1Ns, t1Ns, t2Ns, gate1Error] = [100, 30_000, 20_000, 0.008];
    const lab = await createLab(800, 1, { gate1Ns, gate1Error, qubit: { t1Ns, t2Ns } });
    const plan = { lengths: [1, 30, 60, 110, 250], sequences: 40, shots: 250 };
    const points = await survival(lab, 1, oneQubitCliffords(), plan, createRandom(801));
    const fit = fitCurve(points, model, [0.97, 0.5, 0.5]);
    const decay = (Math.exp(-gate1Ns / t1Ns) + 2 * Math.exp(-gate1Ns / t2Ns)) / 3;
    const alpha = (1 - (4 * gate1Error) / 3) * decay;
    const error = errorPerClifford(fit, 2);
    expect(fit.deviation).toBeLessThan(SIGMAS);
    expect(distance(error, (1 - alpha) / 2)).toBeLessThan(SIGMAS);
    expect(error.error / error.value).toBeLessThan(0.04);
  });

  it('does not count errors of preparation and readout', async () => {
    const gate1Error = 0.02;
    const qubit = { read1Given0: 0.06, read0Given1: 0.12 };
    const lab = await createLab(802, 1, { gate1Error, qubit });
    const plan = { lengths: [1, 10, 25, 50, 100], sequences: 40, shots: 200 };
    const points = await survival(lab, 1, oneQubitCliffords(), plan, createRandom(803));
    const fit = fitCurve(points, model, [0.97, 0.5, 0.5]);
    expect(distance(errorPerClifford(fit, 2), (2 * gate1Error) / 3)).toBeLessThan(SIGMAS);
    // they are in A and B: half of the contrast, and the mean of reading 0 right and wrong
    expect(distance(fit.params[2]!, (1 - 0.06 + 0.12) / 2)).toBeLessThan(SIGMAS);
    expect(fit.params[0]!.error).toBeLessThan(2e-3);
  });

  const group = twoQubitCliffords();
  /** What one cx of error p leaves of a two-qubit state: 1 - 16p/15. */
  const kept = (gate2Error: number): number => 1 - (16 * gate2Error) / 15;

  it('of two qubits recovers the error per Clifford of its calibration', async () => {
    // cx errors depolarize, which commutes with all that follows: α is the mean of kept^(cx)
    const gate2Error = 0.02;
    const lab = await createLab(804, 2, { gate2Error });
    const plan = { lengths: [2, 20, 40, 110], sequences: 25, shots: 200 };
    const points = await survival(lab, 2, group, plan, createRandom(805));
    const fit = fitCurve(points, model, [0.95, 0.75, 0.25]);
    const powers = group.elements.map((element) => kept(gate2Error) ** pairGates(element));
    const alpha = scatter(powers).value;
    const error = errorPerClifford(fit, 4);
    expect(fit.deviation).toBeLessThan(SIGMAS);
    expect(distance(error, (3 / 4) * (1 - alpha))).toBeLessThan(SIGMAS);
    expect(error.error / error.value).toBeLessThan(0.06);
  });

  it('interleaved with cx isolates the error of cx', async () => {
    // Magesan et al., Physical Review Letters 109, 080505 (2012): r = (1 - α'/α)(d - 1)/d
    const gate2Error = 0.03;
    const lab = await createLab(806, 2, { gate2Error });
    const cx = group.elements.find((element) => {
      const undone = group.inverseOf(element.matrix);
      return pairGates(element) === 1 && undone === element;
    })!;
    // what only depolarizes decays to equal chances: the floor is 1/4
    const toQuarter: Model = (length, [alpha = 0, a = 0]) => model(length, [alpha, a, 1 / 4]);
    const plan = { lengths: [2, 10, 18], sequences: 20, shots: 200 };
    const decay = async (seed: number, interleaved: readonly Clifford[]): Promise<Estimate> => {
      const points = await survival(lab, 2, group, plan, createRandom(seed), interleaved);
      const fit = fitCurve(points, toQuarter, [0.93, 0.75]);
      expect(fit.deviation).toBeLessThan(SIGMAS);
      return fit.params[0]!;
    };
    const [alone, both] = [await decay(807, []), await decay(808, [cx])];
    const ratio = both.value / alone.value;
    const relative = Math.hypot(both.error / both.value, alone.error / alone.value);
    const error = ratio * relative;
    expect(distance({ value: ratio, error }, kept(gate2Error))).toBeLessThan(SIGMAS);
    expect(error / (1 - ratio)).toBeLessThan(0.15);
  });
});

/** A square circuit of quantum volume: `width` layers of SU(4) on random pairs. */
const volumeCircuit = (width: number, depth: number, random: RandomStream): CircuitBuilder => {
  const builder = circuit(width);
  for (let layer = 0; layer < depth; layer++) {
    const order = shuffled(width, random);
    for (let k = 0; k + 1 < width; k += 2) randomPair(builder, order[k]!, order[k + 1]!, random);
  }
  return builder.measureAll();
};

/** Outcomes likelier than the median, and their ideal probability, from the dense reference. */
const heavyOf = (builder: CircuitBuilder) => {
  const program = builder.build();
  const ideal = distribution(program);
  const size = 2 ** program.qubits;
  const chances = Array.from({ length: size }, (_, outcome) => ({
    outcome,
    chance: ideal.get(outcome.toString(2).padStart(program.qubits, '0')) ?? 0,
  })).sort((a, b) => b.chance - a.chance);
  const heavy = chances.slice(0, size / 2);
  return {
    program,
    outcomes: new Set(heavy.map(({ outcome }) => outcome)),
    probability: heavy.reduce((sum, { chance }) => sum + chance, 0),
  };
};

/** Mean share of heavy outputs over random circuits, and what it should be without errors. */
const heavyOutput = async (
  lab: Lab,
  [width, depth]: readonly [number, number],
  circuits: number,
  shots: number,
  random: RandomStream,
) => {
  const measured: number[] = [];
  let ideal = 0;
  let variance = 0;
  for (let k = 0; k < circuits; k++) {
    const { program, outcomes, probability } = heavyOf(volumeCircuit(width, depth, random));
    const counts = await lab.run(program, shots);
    measured.push(hits(counts, (outcome) => outcomes.has(outcome)) / shots);
    ideal += probability / circuits;
    variance += (probability * (1 - probability)) / shots / circuits ** 2;
  }
  const over = scatter(measured);
  return { over, ideal, given: { value: over.value, error: Math.sqrt(variance) } };
};

describe('quantum volume', () => {
  // Cross et al., Physical Review A 100, 032328 (2019); Aaronson and Chen (2017)

  /** Mean of the larger half of `d` chances, uniform on the simplex, as of a random state. */
  const porterThomas = (d: number): number => {
    let sum = 0;
    for (let rank = 1; rank <= d / 2; rank++) for (let j = rank; j <= d; j++) sum += 1 / j / d;
    return sum;
  };

  it('one random SU(4) has heavy outputs with chance 19/24; many qubits (1 + ln 2)/2', async () => {
    expect(porterThomas(4)).toBeCloseTo(19 / 24, 12);
    expect(porterThomas(2 ** 14)).toBeCloseTo((1 + Math.LN2) / 2, 3);
    const lab = await createLab(810, 2);
    const { over } = await heavyOutput(lab, [2, 1], 500, 100, createRandom(811));
    expect(distance(over, 19 / 24)).toBeLessThan(SIGMAS);
    expect(over.error).toBeLessThan(0.01);
  });

  it.each([3, 4, 5])('an ideal device passes at %d qubits: over 2/3, near 0.85', async (width) => {
    const lab = await createLab(812 + width, width);
    const { over, ideal, given } = await heavyOutput(
      lab, [width, width], 40, 500, createRandom(820 + width),
    );
    expect(distance(given, ideal)).toBeLessThan(SIGMAS);
    // the criterion of Cross et al. asks for two standard errors
    expect(over.value - 2 * over.error).toBeGreaterThan(2 / 3);
  });

  it('a noisy device keeps ½ + (h - ½)(1 - 16p/15)^gates on two qubits', async () => {
    // each SU(4) is three gates on both qubits, whose errors depolarize both
    const gate2Error = 0.05;
    const lab = await createLab(830, 2, { gate2Error });
    const { ideal, over, given } = await heavyOutput(lab, [2, 2], 80, 250, createRandom(831));
    const kept = (1 - (16 * gate2Error) / 15) ** 6;
    expect(distance(given, 0.5 + (ideal - 0.5) * kept)).toBeLessThan(SIGMAS);
    expect(over.value).toBeLessThan(ideal);
  });

  it('a worse one fails at four', async () => {
    const lab = await createLab(832, 4, { gate2Error: 0.2 });
    const { over } = await heavyOutput(lab, [4, 4], 20, 150, createRandom(833));
    expect(over.value + SIGMAS * over.error).toBeLessThan(2 / 3);
  });
});
