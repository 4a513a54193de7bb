import { readFileSync } from 'node:fs';
import { FAULTS } from '@xdv/domain-model';
import { readTrace, verifyTrace } from '@xdv/replay';
import { describe, expect, it } from 'vitest';
import { portableParts, replay, run, simulatedParts } from 'xdv-kernel';
import { GOLDEN } from './support/golden-programs.ts';
import { nodeHasher, ofKind } from './support/run-program.ts';

const folder = new URL('../../../traces/golden/', import.meta.url);
const read = (file: string): Uint8Array => new Uint8Array(readFileSync(new URL(file, folder)));
const heads = JSON.parse(readFileSync(new URL('heads.json', folder), 'utf8')) as Readonly<
  Record<string, string>
>;

describe.each(GOLDEN)('the golden trace $name', (golden) => {
  const { name, program, args, options, parts = simulatedParts } = golden;

  it('verifies against the head written down, with any SHA-256 (XDV-005.4)', () => {
    for (const { hasher } of [portableParts(), { hasher: nodeHasher }]) {
      const { problems } = verifyTrace(read(`${name}.xdv`), hasher, { head: heads[name] });
      expect(problems).toEqual([]);
    }
  });

  it('replays with every event the same (XDV-005.5, XDV-071.3)', async () => {
    const again = await replay(program, read(`${name}.xdv`), portableParts());
    expect(again.report).toBe(undefined);
    expect(again.head).toBe(heads[name]);
  });

  it('comes out of a new run (XDV-003.5)', async () => {
    const { trace, head } = await run(program, args as never, parts(), options());
    expect(head).toBe(heads[name]);
    expect(trace).toEqual(read(`${name}.xdv`));
  });
});

describe('the golden traces together', () => {
  const events = GOLDEN.flatMap(({ name }) => {
    return readTrace(read(`${name}.xdv`), nodeHasher).events;
  });

  it('are those written down, no more and no less', () => {
    expect(Object.keys(heads)).toEqual(GOLDEN.map(({ name }) => name));
  });

  it('hold faults of every kind that a program can cause by itself', () => {
    const seen = new Set(events.map(({ outcome }) => outcome));
    const wanted = ['DEADLOCK', 'PROCESS_THREW', 'PROCESS_HALTED', 'HANDLE_UNKNOWN'] as const;
    expect(wanted.filter((code) => !seen.has(FAULTS[code].number))).toEqual([]);
  });

  it('hold a halt, a void region and work of all three domains', () => {
    expect(ofKind(events, 'operator.halted')).toHaveLength(1);
    expect(ofKind(events, 'container.voided').length).toBeGreaterThan(0);
    expect(new Set(events.map(({ domain }) => domain))).toEqual(new Set(['K', 'Q', 'Phi']));
  });

  it('hold a calibration, and work under the one before and the one after', () => {
    expect(ofKind(events, 'resource.calibrated')).toHaveLength(1);
    const revisions = new Set(ofKind(events, 'contract.issued').map(({ data }) => data[5]));
    expect(revisions).toEqual(new Set([0, 1, 2]));
  });
});
