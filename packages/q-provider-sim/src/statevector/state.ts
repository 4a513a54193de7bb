import { invariant } from '@xdv/domain-model';
import { gateActions, performActions, type Action } from '../engine/gates.ts';
import {
  STATE_QUBITS_MAX,
  type Matrix2,
  type SavedState,
  type SlotGate,
  type StateVector,
} from '../engine/state.ts';
import { hostWasm } from '@xdv/wasm';
import { AmplitudeCopies } from './amplitude-copies.ts';
import { AmplitudeLoops } from './amplitude-loops.ts';
import { createInterpreter } from './interpret.ts';
import { bitMover, positionOf, scatterBits } from './layout.ts';
import { locateDraws, placementOf, type Placement } from './locate.ts';
import { loopsCode } from './loops-module.ts';
import { createWasmMachine, mapMemory, type Machine } from './machine.ts';
import { hasFusedMultiply } from './features.ts';
import { GATE_QUBITS_MAX } from './ops.ts';
import type { Shape } from './plan.ts';
import { TABLES_AT, type Entry, type Program, type ProgramOptions } from './program.ts';
import { programOf } from './structures.ts';
import { createTeam, THREADS_MAX, type Threads } from './threads.ts';

export interface CompiledStateOptions {
  /** Bits of one amplitude: complex64 or complex128 (default). */
  readonly precision?: 'c64' | 'c128';
  /**
   * `exact` (default) rounds every multiplication and addition, the same on every machine and
   * without WebAssembly; `fused` rounds once per multiply-add where the machine can, which is
   * faster and may differ in the last bit between machines.
   */
  readonly arithmetic?: 'exact' | 'fused';
  /** Make code that serves every angle of the same gates, for sweeps and gradients. */
  readonly sweep?: boolean;
  /** False: never WebAssembly, as where a page forbids it. The results are the same. */
  readonly wasm?: boolean;
  /**
   * Gates times amplitudes from which code is made for a list of gates, 2^21 by default: below, the
   * gates are done before their code would be.
   */
  readonly compileWork?: number;
  /** Qubits of a block, which should fit half a second-level cache: 8 to 20, 15 by default. */
  readonly blockQubits?: number;
  /** Bits of an address: 64 where 32 do not reach, which is slower. */
  readonly addressBits?: 32 | 64;
  /** More threads, on memory shared with them. Blocks of a pass are what they share. */
  readonly threads?: Threads;
}

/** A state vector whose gates run as compiled code. */
export interface CompiledStateVector extends StateVector {
  /** Ends its threads. The state can still be used. */
  close(): void;
}

/** Fewest qubits of a program: lanes, a tile and qubits to exchange with. */
const QUBITS_MIN = 6;
const BLOCK_QUBITS = { least: 8, usual: 15, most: 20 } as const;
/** Qubits of a chunk, and how many a block has besides at least. */
const CHUNK_QUBITS = 8;
const CHUNKS_QUBITS_MIN = 4;
const COMPILE_WORK = 2 ** 21;
/** Gates of one program: bounds what is planned at a time and the size of a module. */
const PROGRAM_GATES = 4000;
/** Addresses of 32 bits reach this far. */
const NARROW_BYTES = 2 ** 32;

class SavedAmplitudes implements SavedState {
  width = 0;
  live = 0;
  places: readonly number[] = [];
  /** Memory bits in which the amplitudes differ. */
  free = 0;
  readonly values: Float32Array | Float64Array;

  constructor(values: Float32Array | Float64Array) {
    this.values = values;
  }

  get bytes(): number {
    return this.values.byteLength;
  }
}

/** Gates in a row that go into programs, or one that does not. */
interface Part {
  readonly gates: readonly SlotGate[];
  readonly actions: readonly Action[];
  readonly compiled: boolean;
  /** Programs by where they start from. */
  readonly programs: Map<string, readonly Program[]>;
}

interface Prepared {
  /** Live qubits that the gates need. */
  readonly width: number;
  readonly parts: readonly Part[];
}

/** Splits gates into those that go into programs and those that do not. */
const prepare = (gates: readonly SlotGate[]): Prepared => {
  const groups: { compiled: boolean; gates: SlotGate[] }[] = [];
  let width = 0;
  for (const gate of gates) {
    for (const qubit of [...gate.targets, ...gate.controls]) width = Math.max(width, qubit + 1);
    const compiled = gate.targets.length + gate.controls.length <= GATE_QUBITS_MAX;
    const last = groups.at(-1);
    if (last?.compiled === compiled) last.gates.push(gate);
    else groups.push({ compiled, gates: [gate] });
  }
  const parts = groups.map((group): Part => {
    const actions = group.gates.flatMap(({ gate, targets, params, controls }) =>
      gateActions(gate, targets, params, controls),
    );
    return { ...group, actions, programs: new Map() };
  });
  return { width, parts };
};

class CompiledState implements CompiledStateVector {
  readonly qubits: number;
  #width: number;
  #entry: Entry;
  readonly #options: ProgramOptions;
  readonly #machine: Machine;
  readonly #tableBytes: number;
  readonly #compileWork: number;
  readonly #values: Float32Array | Float64Array;
  readonly #loops: AmplitudeLoops;
  readonly #copies: AmplitudeCopies;
  /** Tables for sampling, and where the qubits were that they were made for. */
  #placement: (Placement & { readonly entry: Entry }) | null = null;
  readonly #prepared = new WeakMap<readonly SlotGate[], Prepared>();

  constructor(qubits: number, options: CompiledStateOptions) {
    const narrow = options.precision === 'c64';
    const padded = Math.max(qubits, QUBITS_MIN);
    const { blockQubits = BLOCK_QUBITS.usual } = options;
    const shape: Shape = {
      qubits: padded,
      laneQubits: narrow ? 2 : 1,
      blockQubits: Math.min(padded, blockQubits),
      chunkQubits: Math.min(padded, CHUNK_QUBITS, blockQubits - CHUNKS_QUBITS_MIN),
      tileQubits: 2,
    };
    const amplitude = narrow ? 8 : 16;
    const stateBytes = amplitude * 2 ** padded;
    const { threads } = options;
    const count = threads?.count ?? 1;
    const blockBytes = amplitude * 2 ** shape.blockQubits;
    const map = mapMemory(padded < 18 ? 2 ** 20 : 2 ** 22, blockBytes, stateBytes, count);
    const wide = options.addressBits === 64 || map.bytes > NARROW_BYTES;
    const wasm = options.wasm !== false && hostWasm() !== null;
    const fused = options.arithmetic === 'fused' && wasm && hasFusedMultiply();
    const shared = wasm && threads !== undefined;
    const generic = options.sweep === true;
    this.qubits = qubits;
    this.#width = qubits;
    this.#options = { shape, wide, shared, fused, generic, state: map.state };
    this.#compileWork = options.compileWork ?? COMPILE_WORK;
    this.#tableBytes = map.tableBytes - TABLES_AT;
    if (!wasm) this.#machine = createInterpreter(map, shape);
    else if (threads === undefined) this.#machine = createWasmMachine(map, wide);
    else this.#machine = createTeam(map, wide, threads);
    const size = 2 ** (padded + 1);
    this.#values = narrow
      ? new Float32Array(this.#machine.buffer, map.state, size)
      : new Float64Array(this.#machine.buffer, map.state, size);
    const { laneQubits } = shape;
    const memory = { buffer: this.#machine.buffer, state: map.state, scratch: map.scratch[0]! };
    this.#loops = new AmplitudeLoops(this.#values, laneQubits, memory, () =>
      this.#machine.load(loopsCode({ laneQubits, wide, shared })),
    );
    this.#copies = new AmplitudeCopies(this.#values);
    this.#entry = { places: Array.from({ length: padded }, (_, qubit) => qubit), live: 0 };
    this.#values[0] = 1;
  }

  get width(): number {
    return this.#width;
  }

  clear(width: number = this.qubits): void {
    this.#copies.clear(this.#free(0));
    this.#width = width;
    this.#entry = { places: this.#entry.places.map((_, qubit) => qubit), live: 0 };
    this.#values[0] = 1;
  }

  widen(width: number): void {
    if (width <= this.#width) return;
    invariant(width <= this.qubits, 'widened past the memory of the state', width);
    this.#width = width;
  }

  apply(gates: readonly SlotGate[]): void {
    let prepared = this.#prepared.get(gates);
    if (prepared === undefined) {
      prepared = prepare(gates);
      this.#prepared.set(gates, prepared);
    }
    this.widen(prepared.width);
    for (const part of prepared.parts) {
      const work = part.gates.length * 2 ** this.#width;
      if (!part.compiled || work < this.#compileWork) performActions(this, part.actions);
      else for (const program of this.#programs(part)) this.#run(program);
    }
  }

  #run(program: Program): void {
    this.#machine.run(program);
    this.#entry = program.exit;
  }

  #programs({ gates, programs }: Part): readonly Program[] {
    const { places, live } = this.#entry;
    const key = `${live};${places.join()}`;
    let found = programs.get(key);
    if (found === undefined) {
      found = this.#compile(gates, this.#entry);
      programs.set(key, found);
    }
    return found;
  }

  /** One program, or several if the constants of one would not fit into the memory for them. */
  #compile(gates: readonly SlotGate[], entry: Entry): readonly Program[] {
    if (gates.length <= PROGRAM_GATES) {
      const program = programOf(gates, entry, this.#options);
      if (program.tables.length <= this.#tableBytes) return [program];
      invariant(gates.length > 1, 'the constants of one gate do not fit', program.tables.length);
    }
    const half = gates.length >> 1;
    const first = this.#compile(gates.slice(0, half), entry);
    return [...first, ...this.#compile(gates.slice(half), first.at(-1)!.exit)];
  }

  close(): void {
    this.#machine.close();
  }

  /** Memory bits that vary besides qubits of `fixed`; qubits that never were 1 do not. */
  #free(fixed: number): number {
    const { places, live } = this.#entry;
    return scatterBits(live & ~fixed, places);
  }

  #place(index: number): number {
    return scatterBits(index, this.#entry.places);
  }

  /** Whether no amplitude at `at` was ever other than zero. */
  #isEmpty(at: number): boolean {
    return (at & ~this.#entry.live) !== 0;
  }

  /** Lets qubits be 1 from now on. */
  #enliven(qubits: number): void {
    const { places, live } = this.#entry;
    if ((qubits & ~live) !== 0) this.#entry = { places, live: live | qubits };
  }

  multiply(fixed: number, at: number, re: number, im: number): void {
    if (this.#isEmpty(at)) return;
    this.#loops.multiply(this.#free(fixed), this.#place(at), re, im);
  }

  exchange(fixed: number, a: number, b: number): void {
    if (this.#isEmpty(a) && this.#isEmpty(b)) return;
    this.#enliven(a ^ b);
    this.#loops.exchange(this.#free(fixed), this.#place(a), this.#place(b));
  }

  mix(fixed: number, a: number, b: number, matrix: Matrix2): void {
    if (this.#isEmpty(a) && this.#isEmpty(b)) return;
    this.#enliven(a ^ b);
    this.#loops.mix(this.#free(fixed), this.#place(a), this.#place(b), matrix);
  }

  weight(fixed: number, at: number): number {
    return this.#isEmpty(at) ? 0 : this.#loops.weight(this.#free(fixed), this.#place(at));
  }

  overlap(fixed: number, a: number, b: number): readonly [re: number, im: number] {
    if (this.#isEmpty(a) || this.#isEmpty(b)) return [0, 0];
    return this.#loops.overlap(this.#free(fixed), this.#place(a), this.#place(b));
  }

  locate(draws: Float64Array): Int32Array {
    if (this.#placement?.entry !== this.#entry) {
      const { places, live } = this.#entry;
      const placement = placementOf(this.#options.shape.laneQubits, places, live);
      this.#placement = { ...placement, entry: this.#entry };
    }
    return locateDraws(this.#loops, this.#values, this.#placement, draws);
  }

  save(spare?: SavedState): SavedState {
    const free = this.#free(0);
    const needed = this.#copies.sizeOf(free);
    const room = spare instanceof SavedAmplitudes && spare.values.length >= needed;
    const values = this.#copies.save(free, room ? spare.values : null);
    const saved = room ? spare : new SavedAmplitudes(values);
    saved.free = free;
    saved.width = this.#width;
    saved.live = this.#entry.live;
    saved.places = this.#entry.places;
    return saved;
  }

  restore(saved: SavedState): void {
    const width = this.#values.BYTES_PER_ELEMENT;
    const own = saved instanceof SavedAmplitudes && saved.values.BYTES_PER_ELEMENT === width;
    invariant(own, 'the state was saved by another engine');
    this.#copies.restore(saved.free, saved.values, this.#free(0));
    this.#width = saved.width;
    this.#entry = { places: saved.places, live: saved.live };
  }

  amplitudes(): Float64Array {
    const { laneQubits } = this.#options.shape;
    const lanes = 1 << laneQubits;
    const place = bitMover(this.#entry.places);
    const pairs = new Float64Array(2 * 2 ** this.#width);
    for (let i = 0; 2 * i < pairs.length; i++) {
      const k = positionOf(place(i), laneQubits);
      pairs[2 * i] = this.#values[k]!;
      pairs[2 * i + 1] = this.#values[k + lanes]!;
    }
    return pairs;
  }
}

const checkOneOf = <T extends string | number>(
  name: string,
  value: T | undefined,
  allowed: readonly T[],
): void => {
  if (value === undefined || allowed.includes(value)) return;
  throw new RangeError(`${name} must be ${allowed.join(' or ')}, got ${value}`);
};

/**
 * A state vector of `qubits` qubits (0 to 30) in |0…0⟩ whose gates run as generated WebAssembly:
 * 16 (complex64: 8) · 2^qubits bytes and a few MiB. A list of gates is planned and compiled when
 * it is first applied, which costs a time that grows with the gates alone; small lists on few
 * qubits are performed as they are. Throws RangeError if the number is out of range or the memory
 * is not there.
 */
export const createCompiledState = (
  qubits: number,
  options: CompiledStateOptions = {},
): CompiledStateVector => {
  const count = options.threads?.count ?? 1;
  if (!Number.isInteger(count) || count < 1 || count > THREADS_MAX) {
    throw new RangeError(`threads.count must be 1 to ${THREADS_MAX}, got ${count}`);
  }
  const { least, usual, most } = BLOCK_QUBITS;
  const { blockQubits = usual } = options;
  if (!Number.isInteger(blockQubits) || blockQubits < least || blockQubits > most) {
    throw new RangeError(`blockQubits must be ${least} to ${most}, got ${blockQubits}`);
  }
  checkOneOf('precision', options.precision, ['c64', 'c128']);
  checkOneOf('arithmetic', options.arithmetic, ['exact', 'fused']);
  checkOneOf('addressBits', options.addressBits, [32, 64]);
  const { compileWork = COMPILE_WORK } = options;
  if (!(compileWork >= 0)) {
    throw new RangeError(`compileWork must be 0 or above, got ${compileWork}`);
  }
  if (Number.isInteger(qubits) && qubits >= 0 && qubits <= STATE_QUBITS_MAX) {
    return new CompiledState(qubits, options);
  }
  throw new RangeError(`createCompiledState(${qubits}): qubits must be 0 to ${STATE_QUBITS_MAX}`);
};
