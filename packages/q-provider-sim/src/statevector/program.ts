import type { SlotGate } from '../engine/state.ts';
import { Assembly, type Entry, type KnownCode, type ProgramOptions } from './assemble.ts';
import type { ProgramStage } from './assemble.ts';
import { Decisions, Mismatch } from './decisions.ts';
import { fuseRuns } from './fuse.ts';
import { lower, type Lowered } from './lower.ts';
import { planOps, tabulate, type Plan } from './plan.ts';

export { TABLES_AT } from './assemble.ts';
export type { Entry, ProgramOptions, ProgramStage } from './assemble.ts';

/** A circuit as code that is ready to be compiled and run. */
export interface Program {
  readonly stages: readonly ProgramStage[];
  /** Bytes to put at {@link TABLES_AT} before running. */
  readonly tables: Uint8Array;
  /** Where the qubits are afterwards, and which may be 1. */
  readonly exit: Entry;
  /** The module's binary; the same for all programs that decided alike. */
  readonly code: CodeOfProgram;
}

/** The part of a program that angles do not change. */
export interface CodeOfProgram {
  readonly binary: Uint8Array<ArrayBuffer>;
}

interface Code extends CodeOfProgram, KnownCode {}

/** Codes of one structure that are kept: the least recently used one goes first. */
const CODES_MAX = 16;

/** What is planned once for all circuits that differ in angles alone. */
export class Structure {
  readonly #plan: Plan;
  readonly #entry: Entry;
  readonly #options: ProgramOptions;
  /** The last one used is the last of the list. */
  readonly #codes: Code[] = [];
  /** Code for any angle, made with angles that are nothing special. */
  readonly #generic: Code | null;

  constructor(gates: readonly SlotGate[], entry: Entry, options: ProgramOptions) {
    this.#entry = entry;
    this.#options = options;
    const lowered = this.#lower(options.generic ? withProbes(gates) : gates);
    this.#plan = planOps(tabulate(lowered.ops), options.shape, entry.places, entry.live);
    this.#generic = options.generic ? this.#record(lowered, options).code : null;
  }

  /**
   * The program for these angles: the same whatever was bound before. Its code is shared with
   * programs that decided alike.
   */
  bind(gates: readonly SlotGate[]): Program {
    const lowered = this.#lower(gates);
    const known = this.#generic ?? this.#codes.at(-1);
    const replayed = known === undefined ? null : this.#replay(lowered, known);
    // angles that the code for any angle does not fit get their own
    const special = { ...this.#options, generic: false };
    const { assembly, code } = replayed ?? this.#record(lowered, special);
    return {
      stages: assembly.stages,
      tables: assembly.tables.bytes(),
      exit: assembly.exit(lowered.names),
      code,
    };
  }

  /** Canonical forms depend on angles in ways that code for all angles cannot follow. */
  #lower(gates: readonly SlotGate[]): Lowered {
    const { shape, generic } = this.#options;
    const lowered = lower(gates, shape.qubits);
    return generic ? lowered : { ...lowered, ops: fuseRuns(lowered.ops, shape.qubits) };
  }

  /** The program with code that is known; null if that does not fit. */
  #replay({ ops }: Lowered, code: Code): { assembly: Assembly; code: Code } | null {
    const decisions = new Decisions(code.decisions, this.#options.generic);
    try {
      const assembly = new Assembly(this.#plan, ops, this.#entry, this.#options, decisions, code);
      return { assembly, code };
    } catch (error) {
      if (error instanceof Mismatch) return null;
      throw error;
    }
  }

  /** The program with code of its own, unless some is known that decided alike. */
  #record({ ops }: Lowered, options: ProgramOptions): { assembly: Assembly; code: Code } {
    const recorder = new Decisions();
    const assembly = new Assembly(this.#plan, ops, this.#entry, options, recorder, null);
    const decisions = recorder.list();
    const same = this.#codes.findIndex((each) => isSame(each.decisions, decisions));
    const [known] = same < 0 ? [] : this.#codes.splice(same, 1);
    const tableBytes = assembly.tables.bytes().length;
    const { codes } = assembly;
    const code = known ?? { binary: assembly.binary(), decisions, codes, tableBytes };
    if (this.#codes.length >= CODES_MAX) this.#codes.shift();
    this.#codes.push(code);
    return { assembly, code };
  }
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((choice, k) => choice === b[k]);

/** The gates with angles that are nothing special: the golden ratio spreads them. */
const withProbes = (gates: readonly SlotGate[]): SlotGate[] => {
  let count = 0;
  return gates.map((gate) => {
    const params = gate.params.map(() => 0.1 + 2.8 * ((++count * 0.618033988749895) % 1));
    return { ...gate, params };
  });
};
