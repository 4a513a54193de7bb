import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { circuit, isingProblem, process, us, type KernelOptions, type SysOf } from 'xdv-kernel';
import { codeOf, flawsOf, runProgram } from './support/run-program.ts';

const ALL = { domains: ['K', 'Q', 'Phi'] } as const;
const flip = circuit(1).x(0).build();
const pair = isingProblem(2, [[0, 1, 1]]);

type Sys = SysOf<'K' | 'Q' | 'Phi'>;

interface Contest {
  /** Processes that compute all the time. */
  readonly workers: number;
  /** Times that K looks at a state before it reads it out. */
  readonly looks: number;
}

const worker = process(ALL, function* worker(sys) {
  yield* sys.compute(us(5000));
});

/** A container that lives for 200 µs, and that K comes back to after every gate of 1 µs. */
function* steerContainer(sys: Sys, looks: number) {
  const container = yield* sys.q.allocate(1, { budget: us(200) });
  for (let look = 0; look < looks; look++) yield* sys.q.apply(container, flip);
  return yield* sys.q.measure(container, [0]);
}

/** The same with an envelope, in steps of 3 µs. */
function* steerEnvelope(sys: Sys, looks: number) {
  const envelope = yield* sys.phi.open(pair, { window: us(200) });
  for (let look = 0; look < looks; look++) yield* sys.phi.apply(envelope, 'turn', [0.1]);
  return yield* sys.phi.evaluate(envelope);
}

const steered = { Q: steerContainer, Phi: steerEnvelope } as const;
const steering = (domain: 'Q' | 'Phi') =>
  process({ ...ALL, name: `steer${domain}` }, function* (sys, { workers, looks }: Contest) {
    for (let n = 0; n < workers; n++) yield* sys.spawn(worker, null);
    return codeOf(yield* sys.attempt(steered[domain](sys, looks) as never));
  });

const outcome = async (domain: 'Q' | 'Phi', contest: Contest, options: KernelOptions) => {
  const recorded = await runProgram(steering(domain), contest, options);
  expect(await flawsOf(steering(domain), recorded)).toEqual([]);
  return recorded.result.ok ? recorded.result.value : recorded.result.fault.code;
};

const LOST = { Q: 'DECOHERENCE_EXCEEDED', Phi: 'COHERENCE_VIOLATION' } as const;

describe.each(['Q', 'Phi'] as const)('feedback into %s', (domain) => {
  it('comes within its budget because it goes first, and else does not (XDV-012.4)', async () => {
    // four workers in slices of 20 ticks: a turn comes every 80 ticks, or after one slice
    const contest = { workers: 4, looks: 4 };
    const options = { sliceTicks: 20 };
    expect(await outcome(domain, contest, options)).toBe('ok');
    expect(await outcome(domain, contest, { ...options, feedbackTicks: 0 })).toBe(LOST[domain]);
  });

  it('waits for one slice at most each time, however many compute', async () => {
    const contests = fc.record({
      workers: fc.integer({ min: 0, max: 6 }),
      looks: fc.integer({ min: 1, max: 8 }),
    });
    const inTime = async (contest: Contest, slice: number) => {
      // each look takes a slice of another, the call, and the work itself; so does the read-out
      fc.pre((contest.looks + 2) * (slice + 5) <= 200);
      expect(await outcome(domain, contest, { sliceTicks: slice })).toBe('ok');
    };
    const slices = fc.integer({ min: 1, max: 60 });
    await fc.assert(fc.asyncProperty(contests, slices, inTime), { numRuns: 60 });
  });
});
