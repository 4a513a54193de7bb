import { invariant } from '@xdv/domain-model';

/** Generators of the Clifford group on one and two qubits; the operands are 0 and 1. */
export type Generator = 'h0' | 'h1' | 's0' | 's1' | 'cx';

/**
 * The Clifford group on one or two qubits up to Pauli operators: 6 or 720 classes, each as a word
 * of generators with the fewest cx, and of those with the fewest h.
 */
export interface CliffordClasses {
  readonly words: readonly (readonly Generator[])[];
  /** The word that undoes a sequence of words, up to a Pauli operator. */
  readonly undo: (sequence: readonly (readonly Generator[])[]) => readonly Generator[];
}

/** Images of X0, Z0, X1, Z1 up to sign, bits x0 z0 x1 z1 of each, packed into 16 bits. */
type Action = number;

const IDENTITY: Action = 0x8421;

/** What a generator makes of one Pauli operator, without its sign (Gottesman 1998). */
const conjugate = (pauli: number, generator: Generator): number => {
  const [x0, z0, x1, z1] = [pauli & 1, (pauli >> 1) & 1, (pauli >> 2) & 1, (pauli >> 3) & 1];
  switch (generator) {
    case 'h0':
      return z0 | (x0 << 1) | (x1 << 2) | (z1 << 3);
    case 'h1':
      return x0 | (z0 << 1) | (z1 << 2) | (x1 << 3);
    case 's0':
      return pauli ^ (x0 << 1);
    case 's1':
      return pauli ^ (x1 << 3);
    case 'cx':
      return pauli ^ (x0 << 2) ^ (z1 << 1);
  }
};

/** Whether a generator turns the sign of a Pauli operator (Aaronson and Gottesman 2004). */
const turnsSign = (pauli: number, generator: Generator): boolean => {
  switch (generator) {
    case 'h0':
    case 's0':
      return (pauli & 3) === 3;
    case 'h1':
    case 's1':
      return (pauli & 12) === 12;
    case 'cx':
      // x of the control and z of the target, with both or neither of the others
      return (pauli & 9) === 9 && (((pauli >> 1) ^ (pauli >> 2)) & 1) === 0;
  }
};

const SIGN = 16;

/** Follows |0…0⟩ through generators and Pauli operators, by the operators that stabilize it. */
export interface Tracker {
  clifford(generator: Generator): void;
  flip(qubit: number): void;
  phase(qubit: number): void;
  /** The outcome of measuring, bit k for qubit k, in a state that has only one. */
  outcome(): number;
}

export const createTracker = (): Tracker => {
  let stabilizers = [2, 8]; // Z0 and Z1
  const pauli = (mask: number): void => {
    stabilizers = stabilizers.map((each) => ((each & mask) === 0 ? each : each ^ SIGN));
  };
  return {
    clifford: (generator) => {
      stabilizers = stabilizers.map((each) => {
        const sign = (each & SIGN) ^ (turnsSign(each, generator) ? SIGN : 0);
        return conjugate(each & 15, generator) | sign;
      });
    },
    flip: (qubit) => pauli(2 << (2 * qubit)),
    phase: (qubit) => pauli(1 << (2 * qubit)),
    outcome: () => {
      const [first, second] = stabilizers;
      invariant((first! & 15) === 2 && (second! & 15) === 8, 'the state is a basis state');
      return ((first! & SIGN) >> 4) | ((second! & SIGN) >> 3);
    },
  };
};

const act = (action: Action, generator: Generator): Action => {
  let image = 0;
  for (let k = 0; k < 16; k += 4) image |= conjugate((action >> k) & 15, generator) << k;
  return image;
};

const COST: Readonly<Record<Generator, number>> = { h0: 1, h1: 1, s0: 0, s1: 0, cx: 100 };

/** Cheapest words to every class: Bellman's relaxation, a few rounds over at most 720 classes. */
const cheapestWords = (
  generators: readonly Generator[],
): ReadonlyMap<Action, readonly Generator[]> => {
  const costs = new Map<Action, number>([[IDENTITY, 0]]);
  const words = new Map<Action, readonly Generator[]>([[IDENTITY, []]]);
  const queue: Action[] = [IDENTITY];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const generator of generators) {
      const image = act(next, generator);
      const cost = costs.get(next)! + COST[generator];
      if (cost >= (costs.get(image) ?? Infinity)) continue;
      costs.set(image, cost);
      words.set(image, [...words.get(next)!, generator]);
      queue.push(image);
    }
  }
  return words;
};

const classesOf = (generators: readonly Generator[]): CliffordClasses => {
  const words = cheapestWords(generators);
  return {
    words: [...words.values()],
    // h and cx undo themselves, and s does up to a Pauli operator
    undo: (sequence) => words.get(sequence.flat().reduce(act, IDENTITY))!.toReversed(),
  };
};

const known = new Map<1 | 2, CliffordClasses>();

/** The classes on `qubits` qubits, worked out once. */
export const cliffordClasses = (qubits: 1 | 2): CliffordClasses => {
  const generators: readonly Generator[] =
    qubits === 1 ? ['h0', 's0'] : ['h0', 'h1', 's0', 's1', 'cx'];
  const classes = known.get(qubits) ?? classesOf(generators);
  known.set(qubits, classes);
  return classes;
};
