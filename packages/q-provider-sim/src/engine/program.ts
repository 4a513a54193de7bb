import type { Fault } from '@xdv/domain-model';
import type { Channel, KrausChannel, PauliChannel, PauliTerm } from '../noise/channel.ts';
import type { ChannelStep, IfStep, MeasureStep, Plan, Step, WhileStep } from './compile.ts';
import { fieldsOf } from './fields.ts';
import type { Misreading, Node, PauliTable, Program, Strike } from './nodes.ts';
import { prepareKraus } from './prepare-kraus.ts';
import type { SlotGate } from './state.ts';

/** Gates of a block with chances in it: shots that are struck go through it by themselves. */
const BLOCK_GATES = 32;

/** A chance that is more likely than this is left to every shot. */
const LIKELY = 0.5;

interface Build {
  /** Gates of a stretch without chances. */
  readonly stretchMax: number;
  readonly tables: Map<Channel, Map<string, PauliTable>>;
  readonly nodes: Node[];
  readonly probabilities: number[];
  readonly nodeOf: number[];
  events: number;
  gates: SlotGate[];
  strikes: Strike[];
}

const addSite = (build: Build, probability: number): number => {
  build.nodeOf.push(build.nodes.length);
  return build.probabilities.push(probability) - 1;
};

const flush = (build: Build): void => {
  const { nodes, gates, strikes } = build;
  if (gates.length === 0 && strikes.length === 0) return;
  nodes.push({ kind: 'block', gates, rules: null, strikes, parts: new Map() });
  build.gates = [];
  build.strikes = [];
};

const makeRoom = (build: Build): void => {
  if (build.gates.length >= BLOCK_GATES) flush(build);
};

const maskOf = (pauli: string, letters: string, slots: readonly number[]): number =>
  slots.reduce(
    (mask, slot, k) => (letters.includes(pauli.charAt(k)) ? mask | (1 << slot) : mask),
    0,
  );

const createTable = (all: readonly PauliTerm[], slots: readonly number[]): PauliTable => {
  const terms = all.filter(({ pauli, probability }) => probability > 0 && /[^I]/.test(pauli));
  let total = 0;
  const sums = terms.map(({ probability }) => (total += probability));
  return {
    total: Math.min(1, total),
    upTo: sums.map((sum) => sum / total),
    x: terms.map(({ pauli }) => maskOf(pauli, 'XY', slots)),
    z: terms.map(({ pauli }) => maskOf(pauli, 'ZY', slots)),
  };
};

/** The table of a channel on some slots: one for all the places where it stands. */
const tableOf = (
  { tables }: Build,
  channel: PauliChannel,
  slots: readonly number[],
): PauliTable => {
  const bySlots = tables.get(channel) ?? new Map<string, PauliTable>();
  tables.set(channel, bySlots);
  const key = slots.join();
  const table = bySlots.get(key) ?? createTable(channel.terms, slots);
  bySlots.set(key, table);
  return table;
};

const addPauli = (build: Build, channel: PauliChannel, slots: readonly number[]): void => {
  const table = tableOf(build, channel, slots);
  if (table.total === 0) return;
  makeRoom(build);
  build.strikes.push({
    kind: 'pauli',
    site: addSite(build, table.total),
    at: build.gates.length,
    event: build.events++,
    table,
  });
};

/** The site of a chance that depends on the state, or null if it is likely. */
const candidates = (build: Build, probability: number): number | null =>
  probability > LIKELY ? null : addSite(build, probability);

const addKraus = (build: Build, channel: KrausChannel, step: ChannelStep): void => {
  flush(build);
  const prepared = prepareKraus(channel);
  if (prepared.escape === 0 && prepared.main.length === 0) return;
  build.nodes.push({
    kind: 'kraus',
    slots: step.slots,
    site: candidates(build, prepared.escape),
    event: build.events++,
    ...prepared,
  });
};

const addChannel = (build: Build, channel: Channel, step: ChannelStep): void => {
  const { slots } = step;
  switch (channel.kind) {
    case 'pauli':
      return addPauli(build, channel, slots);
    case 'depolarizing':
    case 'reset': {
      if (channel.probability === 0) return;
      makeRoom(build);
      const at = build.gates.length;
      const site = addSite(build, channel.probability);
      const event = build.events++;
      const own =
        channel.kind === 'reset'
          ? ({ kind: 'reset', slot: slots[0]! } as const)
          : ({ kind: 'depolarizing', slots } as const);
      build.strikes.push({ site, at, event, ...own });
      return;
    }
    case 'damping': {
      if (channel.relax === 0) return;
      flush(build);
      const site = candidates(build, channel.relax);
      const [slot = 0] = slots;
      const event = build.events++;
      build.nodes.push({ kind: 'damp', slot, relax: channel.relax, site, event });
      return;
    }
    case 'kraus':
      return addKraus(build, channel, step);
  }
};

const misreadingOf = (build: Build, step: MeasureStep): Misreading | null => {
  const { read1Given0, read0Given1 } = step;
  const most = Math.max(read1Given0, read0Given1);
  if (most === 0) return null;
  return {
    site: addSite(build, most),
    event: build.events++,
    given: [read1Given0 / most, read0Given1 / most],
  };
};

const addMeasure = (build: Build, step: MeasureStep): void => {
  flush(build);
  const { slot, bit } = step;
  const event = build.events++;
  const misreading = misreadingOf(build, step);
  build.nodes.push({ kind: 'measure', slot, bit, event, misreading });
};

const addIf = (build: Build, step: IfStep): void => {
  flush(build);
  const { nodes } = build;
  const at = nodes.length;
  nodes.push({ kind: 'jump', to: at }); // kept free for the branch
  addSteps(build, step.taken);
  flush(build);
  const leap = nodes.length;
  if (step.otherwise.length > 0) nodes.push({ kind: 'jump', to: leap });
  const otherwise = nodes.length;
  addSteps(build, step.otherwise);
  flush(build);
  if (otherwise > leap) nodes[leap] = { kind: 'jump', to: nodes.length };
  nodes[at] = { kind: 'if', bits: step.bits, values: step.values, otherwise };
};

const tooManyRounds = (max: number): Fault => ({
  code: 'DECOHERENCE_EXCEEDED',
  message: `a loop has not ended after ${max} rounds, the time reserved for it`,
  hint: 'Allow it more rounds, or make them more likely to succeed',
});

/** Nodes are passed forward only, so every round has its own. */
const addWhile = (build: Build, { bits, values, max, body }: WhileStep): void => {
  flush(build);
  const { nodes } = build;
  const looks: number[] = [];
  const look = (): void => {
    looks.push(nodes.length);
    nodes.push({ kind: 'jump', to: 0 }); // kept free for the branch
  };
  for (let round = 0; round < max; round++) {
    look();
    addSteps(build, body);
    flush(build);
  }
  look();
  nodes.push({ kind: 'stop', fault: tooManyRounds(max) });
  for (const at of looks) nodes[at] = { kind: 'if', bits, values, otherwise: nodes.length };
};

const addSteps = (build: Build, steps: readonly Step[]): void => {
  for (const step of steps) {
    switch (step.kind) {
      case 'unitary':
        if (build.strikes.length > 0) makeRoom(build);
        if (build.gates.length === build.stretchMax) flush(build);
        build.gates.push(step.gate);
        break;
      case 'channel':
        addChannel(build, step.channel, step);
        break;
      case 'measure':
        addMeasure(build, step);
        break;
      case 'reset':
        flush(build);
        build.nodes.push({ kind: 'reset', slot: step.slot, event: build.events++ });
        break;
      case 'if':
        addIf(build, step);
        break;
      case 'while':
        addWhile(build, step);
        break;
      case 'set':
        flush(build);
        build.nodes.push({ kind: 'set', op: step.op });
        break;
      case 'computed':
        flush(build);
        build.nodes.push({ kind: 'computed', gate: step.gate, params: step.params });
    }
  }
};

/**
 * Lays a plan out for execution, with at most `stretchMax` gates in a row. Linear in its steps.
 */
export const createProgram = (
  { slots, memory, body, tail }: Plan,
  stretchMax: number = Infinity,
): Program => {
  const build: Build = {
    stretchMax,
    tables: new Map(),
    nodes: [],
    probabilities: [],
    nodeOf: [],
    events: 0,
    gates: [],
    strikes: [],
  };
  addSteps(build, body);
  flush(build);
  const event = build.events++;
  const misreadings: (Misreading & { readonly position: number })[] = [];
  for (const [position, step] of tail.entries()) {
    const misreading = misreadingOf(build, step);
    if (misreading !== null) misreadings.push({ ...misreading, position });
  }
  build.nodes.push({ kind: 'end', tail, fields: fieldsOf(tail), event, misreadings });
  const { nodes, probabilities, nodeOf } = build;
  const chance = nodes.findIndex((node) => node.kind !== 'block' || node.strikes.length > 0);
  return { slots, memory, nodes, probabilities, nodeOf, prefix: chance };
};
