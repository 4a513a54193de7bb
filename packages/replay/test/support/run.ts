import { AUTHORITY_ALL, type AnyEvent, type Domain, type EventKind } from '@xdv/domain-model';

/** An event without its place in the order. */
export interface Draft {
  readonly kind: EventKind;
  readonly tick: number;
  readonly domain?: Domain;
  readonly process?: number;
  readonly capability?: number;
  readonly contract?: number;
  readonly outcome?: number;
  readonly data: readonly (number | string | Uint8Array)[];
}

/** Gives drafts their sequence numbers and microsteps. */
export const number = (drafts: readonly Draft[]): AnyEvent[] => {
  let last = -1;
  let microstep = 0;
  return drafts.map((draft, seq) => {
    microstep = draft.tick === last ? microstep + 1 : 0;
    last = draft.tick;
    const none = { domain: 'K', process: 0, capability: 0, contract: 0, outcome: 0 };
    return { ...none, ...draft, seq, microstep } as unknown as AnyEvent;
  });
};

const NO_BYTES = new Uint8Array(0);
const { permissions, crossings, resources, until } = AUTHORITY_ALL;
/** Capability 100 is the kernel's; 101 derives from it for process 1, and 102 for process 2. */
const ROOT = 101;
const q = { domain: 'Q', process: 1, capability: ROOT } as const;
const phi = { domain: 'Phi', process: 1, capability: ROOT } as const;

const root = { tick: 0, capability: 100 } as const;

const opening: readonly Draft[] = [
  { kind: 'machine.created', tick: 0, data: [1] },
  {
    kind: 'capability.granted',
    tick: 0,
    data: [100, 0, permissions, crossings, resources, 0, until],
  },
  { kind: 'resource.attached', ...root, domain: 'Q', data: [1, 'q-sim', 'ion', 5] },
  { kind: 'resource.attached', ...root, domain: 'Phi', data: [2, 'phi-sim', 'laser', 16] },
  { kind: 'process.created', tick: 0, data: [1, 'main', 1, NO_BYTES] },
  {
    kind: 'capability.granted',
    tick: 0,
    capability: 100,
    data: [ROOT, 1, permissions, crossings, resources, 0, until],
  },
  { kind: 'process.bound', tick: 0, process: 1, domain: 'K', data: [] },
  { kind: 'process.bound', tick: 0, process: 1, domain: 'Q', data: [] },
  { kind: 'process.bound', tick: 0, process: 1, domain: 'Phi', data: [] },
  { kind: 'process.started', tick: 0, process: 1, data: [] },
  { kind: 'process.created', tick: 1, process: 1, data: [2, 'helper', 1, new Uint8Array([246])] },
  {
    kind: 'capability.granted',
    tick: 1,
    process: 1,
    capability: ROOT,
    data: [102, 2, permissions, 0, 0, 0, 100],
  },
  { kind: 'process.bound', tick: 1, process: 2, data: [] },
  { kind: 'process.started', tick: 1, process: 2, data: [] },
  { kind: 'k.sent', tick: 2, process: 2, capability: 102, data: [1, 1, new Uint8Array([24, 42])] },
  { kind: 'k.received', tick: 2, process: 1, data: [2, 1] },
  { kind: 'call.refused', tick: 3, process: 2, capability: 999, outcome: 20, data: [20, 'no'] },
];

const quantum: readonly Draft[] = [
  { kind: 'contract.issued', tick: 5, ...q, contract: 1, data: [1, 1, 2, 10, 20, 0] },
  { kind: 'contract.activated', tick: 10, ...q, contract: 1, data: [] },
  { kind: 'transition.committed', tick: 10, ...q, contract: 1, data: [1, 'K', 'Q'] },
  { kind: 'job.started', tick: 10, ...q, contract: 1, data: [1, 20, 1, 18, new Uint8Array(3)] },
  { kind: 'result.part', tick: 18, ...q, contract: 1, data: [1, new Uint8Array([1, 2])] },
  { kind: 'job.ended', tick: 18, ...q, contract: 1, data: [1, new Uint8Array([3])] },
  { kind: 'transition.committed', tick: 18, ...q, contract: 1, data: [2, 'Q', 'K'] },
  { kind: 'contract.released', tick: 18, ...q, contract: 1, data: [] },
  { kind: 'contract.issued', tick: 20, ...q, contract: 3, data: [3, 1, 5, 40, 50, 0] },
  { kind: 'contract.activated', tick: 40, ...q, contract: 3, data: [] },
  { kind: 'container.allocated', tick: 40, ...q, contract: 3, data: [1, 5] },
  { kind: 'job.started', tick: 41, ...q, contract: 3, data: [2, 21, 1, 50, NO_BYTES] },
  { kind: 'job.ended', tick: 45, ...q, contract: 3, outcome: 81, data: [2, NO_BYTES] },
  { kind: 'container.voided', tick: 45, ...q, contract: 3, data: [1] },
  { kind: 'contract.expired', tick: 50, domain: 'Q', contract: 3, data: [] },
];

const phase: readonly Draft[] = [
  { kind: 'contract.issued', tick: 50, ...phi, contract: 2, data: [2, 2, 16, 50, 70, 0] },
  { kind: 'contract.activated', tick: 50, ...phi, contract: 2, data: [] },
  { kind: 'envelope.opened', tick: 50, ...phi, contract: 2, data: [2, 16] },
  { kind: 'envelope.closed', tick: 60, ...phi, contract: 2, data: [2] },
  { kind: 'contract.revoked', tick: 60, ...phi, contract: 2, outcome: 73, data: [] },
];

const closing: readonly Draft[] = [
  { kind: 'k.logged', tick: 61, process: 1, data: ['done, ☃'] },
  { kind: 'process.terminated', tick: 61, process: 2, data: [NO_BYTES, ''] },
  { kind: 'capability.revoked', tick: 61, process: 1, data: [102, 1] },
  { kind: 'process.released', tick: 61, process: 2, data: [] },
  { kind: 'process.joined', tick: 61, process: 1, data: [2] },
  { kind: 'process.terminated', tick: 62, process: 1, data: [NO_BYTES, ''] },
  { kind: 'process.released', tick: 62, process: 1, data: [] },
  { kind: 'run.ended', tick: 62, data: [2] },
];

/** A run in which everything is as it should be. */
export const LEGAL_RUN: readonly Draft[] = [...opening, ...quantum, ...phase, ...closing];

/** Where the `nth` event of a kind is. */
export const find = (drafts: readonly Draft[], kind: EventKind, nth = 0): number => {
  const places = drafts.flatMap((draft, i) => (draft.kind === kind ? [i] : []));
  const place = places[nth];
  if (place === undefined) throw new RangeError(`no ${kind} number ${nth}`);
  return place;
};

/** The drafts with the `nth` event of a kind changed. */
export const change = (
  drafts: readonly Draft[],
  kind: EventKind,
  patch: Partial<Draft>,
  nth = 0,
): readonly Draft[] => {
  const at = find(drafts, kind, nth);
  return drafts.map((draft, i) => (i === at ? { ...draft, ...patch } : draft));
};

/** The drafts without the `nth` event of a kind. */
export const without = (
  drafts: readonly Draft[],
  kind: EventKind,
  nth = 0,
): readonly Draft[] => {
  const at = find(drafts, kind, nth);
  return drafts.filter((_, i) => i !== at);
};

/** The drafts with another after the `nth` event of a kind, at its tick. */
export const after = (
  drafts: readonly Draft[],
  kind: EventKind,
  draft: Omit<Draft, 'tick'>,
  nth = 0,
): readonly Draft[] => {
  const at = find(drafts, kind, nth);
  return drafts.toSpliced(at + 1, 0, { ...draft, tick: drafts[at]!.tick });
};
