import { fail, ok } from '@xdv/domain-model';
import { Q_PROVIDER_CASES, runCases, type CaseContext } from '@xdv/domain-model/testing';
import { describe, expect, it } from 'vitest';
import { BAD_ANSWERS } from './mutants/answers.ts';
import { contracted, correct, DEVICE, jobsOnly, restricted, type Mutant } from './mutants/base.ts';
import { CIRCUIT_MUTANTS } from './mutants/circuits.ts';
import { PROTOCOL_MUTANTS } from './mutants/protocol.ts';

const MUTANTS: Readonly<Record<string, Mutant>> = { ...CIRCUIT_MUTANTS, ...PROTOCOL_MUTANTS };

/** What these answer takes no macrotask: after one it is overdue. */
const patience = () => new Promise((settle) => setImmediate(settle));

const contextOf = (create: Mutant): CaseContext => ({ create, device: DEVICE, patience });

const outcomes = async (create: Mutant, ids?: readonly string[]) => {
  const cases = Q_PROVIDER_CASES.filter(({ id }) => ids?.includes(id) ?? true);
  const reports = await runCases(cases, contextOf(create));
  return new Map(reports.map(({ id, outcome }) => [id, outcome]));
};

const idsOf = (found: Awaited<ReturnType<typeof outcomes>>, verdict: string): readonly string[] =>
  [...found].filter(([, outcome]) => outcome.verdict === verdict).map(([id]) => id);

describe('the provider cases (XDV-011.1)', () => {
  it('have different ids, a requirement and a tier', () => {
    const ids = Q_PROVIDER_CASES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { requirement, tier, title } of Q_PROVIDER_CASES) {
      expect(requirement).toMatch(/^XDV-\d{3}\.\d+$/);
      expect(['required', 'optional']).toContain(tier);
      expect(title).not.toBe('');
    }
  });

  it('all pass for a provider that keeps its port, as far as its profile offers them', async () => {
    const plain = await outcomes(correct);
    expect(idsOf(plain, 'failed')).toEqual([]);
    const about = idsOf(plain, 'declined');
    expect(about).toEqual([
      'calibration-term',
      'calibration-new',
      'gate-unsupported',
      'qubits-uncoupled',
      'containers-refused',
      'error-budget',
    ]);
    // and those pass where it does
    const limits = await outcomes(restricted, ['gate-unsupported', 'qubits-uncoupled']);
    const terms = ['calibration-term', 'calibration-new', 'error-budget'];
    const contract = await outcomes(contracted, terms);
    const jobs = await outcomes(jobsOnly, ['containers-refused']);
    const passed = [limits, contract, jobs].flatMap((found) => idsOf(found, 'passed'));
    expect(passed.toSorted()).toEqual(about.toSorted());
  });

  it('are each broken by a provider that breaks its rule', () => {
    expect(Object.keys(MUTANTS).toSorted()).toEqual(
      Q_PROVIDER_CASES.map(({ id }) => id).toSorted(),
    );
  });

  it.each(Object.entries(MUTANTS))('%s fails for its mutant', async (id, mutant) => {
    const found = await outcomes(mutant, [id]);
    expect(found.get(id)).toMatchObject({ verdict: 'failed', why: expect.any(String) as string });
  });

  it.each(BAD_ANSWERS)('fail for a provider that %s', async (_, mutant, why) => {
    const found = await outcomes(mutant, ['no-bits']);
    expect(found.get('no-bits')).toEqual({
      verdict: 'failed',
      why: expect.stringMatching(why) as string,
    });
  });

  it('are declined, never passed, where the profile says there are no containers', async () => {
    const found = await outcomes(jobsOnly);
    const without = idsOf(found, 'declined').filter((id) => /^container|^region|^apply/.test(id));
    expect(without).toHaveLength(15);
    expect(idsOf(found, 'failed')).toEqual([]);
  });

  it('run what a transpiler makes of a job, and are declined where it gives up', async () => {
    const cases = Q_PROVIDER_CASES.filter(({ id }) => id === 'bell-x');
    const context = contextOf(correct);
    const [wrong] = await runCases(cases, {
      ...context,
      prepare: (program) => ok({ ...program, ops: program.ops.slice(1) }),
    });
    expect(wrong?.outcome.verdict).toBe('failed');
    const [none] = await runCases(cases, {
      ...context,
      prepare: () => fail('GATE_UNSUPPORTED', 'not universal', 'Add a gate'),
    });
    expect(none?.outcome).toEqual({ verdict: 'declined', why: 'not universal' });
  });

  it('fail where the profile does not name the device', async () => {
    const [report] = await runCases(Q_PROVIDER_CASES, { create: correct, device: 'nowhere' });
    const why = 'the profile has no Q device nowhere';
    expect(report?.outcome).toEqual({ verdict: 'failed', why });
  });
});
