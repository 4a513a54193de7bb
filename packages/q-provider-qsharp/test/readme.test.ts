import { readFile } from 'node:fs/promises';
import { circuit, unwrap, type JobId } from '@xdv/domain-model';
import { expect, it } from 'vitest';
import { createQSharpProvider } from '../src/index.ts';

it('the README example counts a Bell pair', async () => {
  const library = import.meta.resolve('qsharp-lang');
  const provider = createQSharpProvider({
    wasm: () => readFile(new URL('../lib/web/qsc_wasm_bg.wasm', library)),
  });
  await provider.init();

  const result = await provider.execute({
    kind: 'q.run',
    job: 1 as JobId,
    resource: 'qsharp',
    seed: 7,
    circuit: circuit(2).h(0).cx(0, 1).measureAll().build(),
    shots: 1000,
  });

  const counts = unwrap(result);

  expect(counts).toMatchObject({ kind: 'counts', shots: 1000 });
  const rows = counts.kind === 'counts' ? counts.counts : [];
  expect(rows.map(([outcome]) => outcome)).toEqual(['00', '11']);
  expect(rows[0]![1] + rows[1]![1]).toBe(1000);
});
