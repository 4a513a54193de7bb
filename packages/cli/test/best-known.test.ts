import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bestKnown } from '../src/index.ts';
import { createFolder, documentOf, PACKAGE, xdv } from './support.ts';

const DATA = process.env['XDV_DATA'] ?? join(PACKAGE, '..', '..', '..', 'shared', 'data');
const G43 = join(DATA, 'gset', 'G43.txt');

describe('the best known cut', () => {
  const names = ['G22', 'g22.txt', 'folder/G22.rud.gz', 'C:\\data\\G22.txt'];
  it.each(names)('is found for %s', (name) => {
    expect(bestKnown(name, 2000, 19_990)).toEqual({ name: 'G22', cut: 13_359 });
  });

  it('is not given to a namesake of another size, nor to an unknown name', () => {
    expect(bestKnown('G22.txt', 2000, 19_991)).toBeUndefined();
    expect(bestKnown('G22.txt', 1999, 19_990)).toBeUndefined();
    expect(bestKnown('mine.txt', 2000, 19_990)).toBeUndefined();
    expect(bestKnown('toString.txt', 2000, 19_990)).toBeUndefined();
  });

  it.skipIf(!existsSync(G43))('is reported beside what a run found', async () => {
    const cwd = createFolder();
    const { code, stdout } = await xdv(cwd, 'run', G43, '--reads', '2');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^cut 66\d\d, (?:99|100)\.\d\d % of the best known \(G43: 6660\)$/m);
    const document = documentOf(await xdv(cwd, 'run', G43, '--reads', '1', '--json'));
    expect(document['bestKnown']).toEqual({ name: 'G43', cut: 6660 });
  });
});
