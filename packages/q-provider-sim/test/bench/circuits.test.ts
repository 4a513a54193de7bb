import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { benchCircuit, CIRCUITS } from '../../bench/circuits.ts';
import { prototypeFolder } from '../../bench/prototype.ts';
import { gateList } from '../../bench/text.ts';

const SIZES = [4, 10, 16, 20, 22, 24];
const folder = prototypeFolder();

/** The gate lists that the prototype's generator writes, from a copy: it writes beside itself. */
const published = (from: string): Map<string, string> => {
  const copy = mkdtempSync(join(tmpdir(), 'xdv-circuits-'));
  try {
    copyFileSync(join(from, 'gen.mjs'), join(copy, 'gen.mjs'));
    execFileSync(process.execPath, [join(copy, 'gen.mjs'), SIZES.join(',')]);
    const cases = CIRCUITS.flatMap((name) => SIZES.map((n) => `${name}_${n}`));
    const read = (name: string): string => readFileSync(join(copy, `qasm/gen/${name}.gl`), 'utf8');
    return new Map(cases.map((name) => [name, read(name)]));
  } finally {
    rmSync(copy, { recursive: true });
  }
};

describe('benchmark circuits', () => {
  test.skipIf(folder === null)('are gate by gate those of the published figures', () => {
    const lists = published(folder!);
    expect(lists.size).toBe(CIRCUITS.length * SIZES.length);
    for (const name of CIRCUITS) {
      for (const n of SIZES) {
        expect(gateList(benchCircuit(name, n)), `${name}_${n}`).toBe(lists.get(`${name}_${n}`));
      }
    }
  });

  test.each([3, 5, 32, NaN])('there is none on %d qubits', (n) => {
    expect(() => benchCircuit('qaoa', n)).toThrow(RangeError);
  });

  test('a gate that no benchmark circuit has is refused, not written wrong', () => {
    const ops = [
      { kind: 'gate', gate: 'iswap', targets: [0, 1], params: [], controls: [] },
    ] as const;
    expect(() => gateList({ qubits: 2, bits: 0, ops })).toThrow(RangeError);
  });
});
