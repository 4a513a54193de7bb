// Events per second of the real kernel on one core: 1,000 generator processes that send, receive,
// draw, compute, derive and revoke, 24 of them working on Q containers under contract, with every
// capability, contract and quota check. Prints ratios between variants measured in one run.
//   npm run bench:kernel [-- events]
import { createHash, hash } from 'node:crypto';
import {
  ok,
  type AnyEvent,
  type Hasher,
  type JobId,
  type ProviderProfile,
  type QDeviceProfile,
  type Result,
} from '@xdv/domain-model';
import { IDEAL_DEVICE } from '@xdv/q-provider-sim';
import { createComparator, createTraceWriter, nobleHasher, type TraceHeader } from '@xdv/replay';
import {
  circuit,
  createKernel,
  createRuntime,
  drive,
  portableParts,
  process as xdvProcess,
  ms,
  us,
  type Program,
  type World,
} from 'xdv-kernel';

const PROCESSES = 1000;
const DEVICES = 24;
const eventsWanted = Number(process.argv[2] ?? 1_000_000);
const ROUNDS = 5;

const nodeHasher: Hasher = {
  sha256(...parts) {
    if (parts.length === 1) return hash('sha256', parts[0]!, 'buffer');
    const digest = createHash('sha256');
    for (const part of parts) digest.update(part);
    return digest.digest();
  },
};

const bell = circuit(2).h(0).cx(0, 1).build();

/** Talks to its neighbour: a send, a receive, a draw, the time, sometimes a derived capability. */
const talker = xdvProcess({ domains: ['K'] }, function* talker(sys) {
  const first = yield* sys.receive<number>();
  yield* sys.sleep(ms(8)); // until every talker knows its neighbour
  const neighbour = first.value as never;
  let sum = 0;
  for (let i = 0; ; i++) {
    sum = (sum + (yield* sys.now()).tick) % 65_536;
    yield* sys.send(neighbour, sum);
    if ((yield* sys.random()) > 2) yield* sys.log('never');
    sum += (yield* sys.receive<number>()).value;
    if (i % 16 === 0) {
      const narrower = yield* sys.capability.derive(neighbour);
      yield* sys.capability.revoke(narrower);
    }
    yield* sys.compute(us(1 + (sum & 7)));
  }
});

/** Works on containers: every call checks capability, contract and envelope. */
const quantum = xdvProcess({ domains: ['K', 'Q'] }, function* quantum(sys, device: string) {
  for (;;) {
    const container = yield* sys.q.allocate(2, { budget: ms(900), device });
    for (let i = 0; i < 32; i++) yield* sys.q.apply(container, bell);
    yield* sys.q.measure(container, [0, 1]);
    yield* sys.q.release(container);
  }
});

const main = xdvProcess({ domains: ['K', 'Q'] }, function* main(sys) {
  const talkers = [];
  for (let i = 0; i < PROCESSES - DEVICES - 1; i++) {
    talkers.push(yield* sys.spawn(talker, null));
  }
  for (let i = 0; i < DEVICES; i++) yield* sys.spawn(quantum, `device${i}`);
  for (const [i, child] of talkers.entries()) {
    const next = talkers[(i + 1) % talkers.length]!;
    const handle = yield* sys.capability.derive(next, {}, child);
    yield* sys.send(child, handle);
  }
  yield* sys.receive(); // what it derived lives as long as it does
});

const devices: readonly QDeviceProfile[] = Array.from({ length: DEVICES }, (_, i) => ({
  ...IDEAL_DEVICE,
  name: `device${i}`,
  budgetMaxNs: 1e9,
}));
const profiles: readonly ProviderProfile[] = [
  { id: 'bench', version: '1', domain: 'Q', resources: devices },
];

const header: TraceHeader = {
  format: 1,
  kernel: { name: 'xdv-kernel', version: '0', flags: [] },
  program: { kind: 'inline', reference: 'bench', name: 'main', codeHash: '', args: null },
  options: null,
  optionsHash: '',
  seed: 1,
  tickNs: 1000,
  providers: null,
};

/** A world whose provider answers at once and whose operator halts after `limit` events. */
const benchWorld = (limit: number, observe: (event: AnyEvent) => void): World => {
  let seen = 0;
  const kinds = new Map<JobId, string>();
  const outcome = ok({ kind: 'outcome', bits: [0, 1] } as const);
  const done = ok({ kind: 'done' } as const);
  return {
    request: (_, request) => void kinds.set(request.job, request.kind),
    terminate: () => undefined,
    outcome(job): Result<unknown> {
      const kind = kinds.get(job);
      kinds.delete(job);
      return kind === 'q.measure' ? outcome : done;
    },
    observe(events) {
      for (const event of events) observe(event);
      seen += events.length;
      return true;
    },
    halted: () => (seen >= limit ? 'enough' : undefined),
    turn: () => undefined,
  };
};

// containers keep their share of the events: with feedback first they would be most of them
const OPTIONS = { feedbackTicks: 0 };

const runOnce = async (observe: (event: AnyEvent) => void): Promise<number> => {
  const state = createKernel({ ...portableParts(), hasher: nodeHasher }, OPTIONS, profiles);
  const world = benchWorld(eventsWanted, observe);
  await drive(state, createRuntime(), world, main as Program, null);
  return state.seq;
};

interface Measurement {
  readonly perSecond: number;
  readonly events: number;
}

const measure = async (variant: () => (event: AnyEvent) => void): Promise<Measurement> => {
  const rates: number[] = [];
  let events = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const observe = variant();
    const before = process.cpuUsage();
    events = await runOnce(observe);
    const { user, system } = process.cpuUsage(before);
    rates.push((events / (user + system)) * 1e6);
  }
  rates.sort((a, b) => a - b);
  return { perSecond: rates[ROUNDS >> 1]!, events };
};

const traced = (hasher: Hasher, store: (bytes: Uint8Array) => void) => () => {
  const writer = createTraceWriter({ header, store: { write: store }, hasher });
  return (event: AnyEvent) => writer.append(event);
};

const million = (rate: number): string => `${(rate / 1e6).toFixed(2)} M/s`;

let bytes = 0;
const plain = await measure(() => () => undefined);
const chained = await measure(traced(nodeHasher, (block) => (bytes += block.length)));
const portable = await measure(traced(nobleHasher, () => undefined));
// kept for the comparison only, and last: millions of live objects would slow the others' collector
const recorded: AnyEvent[] = [];
await runOnce((event) => void recorded.push(event));
const compared = await measure(() => {
  const comparator = createComparator(recorded);
  return (event) => {
    if (comparator.check(event)) throw new Error('diverged');
  };
});
const perEvent = bytes / (ROUNDS * chained.events);

const block = new Uint8Array(65_536);
const before = process.cpuUsage();
for (let i = 0; i < 4000; i++) hash('sha256', block, 'buffer');
const hashing = process.cpuUsage(before);
const bytesPerSecond = (4000 * 65_536 * 1e6) / (hashing.user + hashing.system);
const hashBound = bytesPerSecond / perEvent;

const kinds = new Map<string, number>();
for (const { kind } of recorded) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
const sizes = [...kinds].toSorted((a, b) => b[1] - a[1]).slice(0, 12);

console.log(`node ${process.version}, ${PROCESSES} processes, ${plain.events} events`);
console.log(`core without trace            ${million(plain.perSecond)}`);
console.log(`core, encoding, block chain   ${million(chained.perSecond)}`);
console.log(`  ratio to no trace           ${(chained.perSecond / plain.perSecond).toFixed(3)}`);
console.log(`  the same with noble SHA-256 ${million(portable.perSecond)}`);
console.log(`core, compared with a record  ${million(compared.perSecond)}`);
console.log(`bytes per event               ${perEvent.toFixed(1)}`);
console.log(`crypto.hash over 64 KiB       ${(bytesPerSecond / 1e6).toFixed(0)} MB/s`);
console.log(`  events/s it would allow     ${million(hashBound)}`);
console.log(`  ratio of the traced core    ${(chained.perSecond / hashBound).toFixed(4)}`);
const shares = sizes.map(([kind, n]) => `${kind} ${((100 * n) / recorded.length).toFixed(0)}%`);
console.log(`mix: ${shares.join(', ')}`);
