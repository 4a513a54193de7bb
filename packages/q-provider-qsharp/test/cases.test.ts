import { readFile } from 'node:fs/promises';
import { Q_PROVIDER_CASES, runCases, type CaseReport } from '@xdv/domain-model/testing';
import { createQSimulator } from '@xdv/q-provider-sim';
import { beforeAll, describe, expect, it } from 'vitest';
import { createQSharpProvider } from '../src/index.ts';
import { wasm } from './support.ts';

const DECLINED: ReadonlyMap<string, string> = new Map([
  ['calibration-term', 'device qsharp declares no term of its calibration'],
  ['calibration-new', 'device qsharp declares no term of its calibration'],
  ['gate-unsupported', 'qsharp performs every gate'],
  ['qubits-uncoupled', 'qsharp couples qubit 0 with every other'],
  ['containers-refused', 'qsharp keeps containers'],
  ['seed-repeats', 'the device ignores seeds, as hardware does'],
  ['error-budget', 'the device predicts no errors'],
]);

describe('the adapter passes the cases of a Q provider (XDV-011.1, XDV-060.3)', () => {
  let reports: ReadonlyMap<string, CaseReport>;

  beforeAll(async () => {
    const context = { create: () => createQSharpProvider({ wasm }), device: 'qsharp' };
    const all = await runCases(Q_PROVIDER_CASES, context);
    reports = new Map(all.map((report) => [report.id, report]));
  }, 120_000);

  it.each(Q_PROVIDER_CASES.map(({ id, title }) => [id, title]))('%s: %s', (id) => {
    const why = DECLINED.get(id);
    const expected = why === undefined ? { verdict: 'passed' } : { verdict: 'declined', why };
    expect(reports.get(id)?.outcome).toEqual(expected);
  });

  it('and the documents give the figures', async () => {
    const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');
    const guide = await read('../../../docs/how-to/check-a-provider.md');
    expect(guide).toContain(`as ${Q_PROVIDER_CASES.length} cases`);
    const readme = await read('../README.md');
    const figures = (name: string, of: readonly CaseReport[]): string => {
      const passed = of.filter(({ outcome }) => outcome.verdict === 'passed').length;
      const declined = of.filter(({ outcome }) => outcome.verdict === 'declined').length;
      return `| ${name} | ${passed} | ${declined} | ${of.length - passed - declined} |`;
    };
    expect(readme).toContain(figures('`qsharp`, this package', [...reports.values()]));
    for (const device of ['ideal', 'noisy']) {
      const ours = await runCases(Q_PROVIDER_CASES, { create: createQSimulator, device });
      expect(readme).toContain(figures(`\`${device}\`, q-provider-sim`, ours));
    }
  });
});
