import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { circuit, KERNEL_VERSION, process, replay, run, simulatedParts, us } from 'xdv-kernel';

describe('the README example', () => {
  it('runs, and replays byte for byte (XDV-003.5)', async () => {
    const bell = circuit(2).h(0).cx(0, 1).measureAll().build();

    const program = process({ domains: ['K', 'Q'] }, function* main(sys, args: { shots: number }) {
      const { counts } = yield* sys.q.run(bell, { shots: args.shots, budget: us(80) });
      return counts.map(([outcome]) => outcome);
    });

    const parts = simulatedParts();
    const first = await run(program, { shots: 1000 }, parts, { seed: 7 });
    const again = await replay(program, first.trace!, parts);

    expect(first.result).toEqual({ ok: true, value: ['00', '11'] });
    expect(again.same).toBe(true);
  });
});

it('traces record the version that is published', () => {
  const manifest = readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8');
  expect((JSON.parse(manifest) as { version: string }).version).toBe(KERNEL_VERSION);
});
