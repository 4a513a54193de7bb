import { describe, expect, it } from 'vitest';
import { auditEvents, AUDIT_PROBLEMS_MAX, AUDIT_RULES } from '../src/index.ts';
import { after, change, LEGAL_RUN, number, without, type Draft } from './support/run.ts';

type Break = (run: readonly Draft[]) => readonly Draft[];

const on = { process: 1, capability: 101 } as const;

/** For each rule, runs that break it. */
const BREAKS: Readonly<Record<string, readonly Break[]>> = {
  'process-created-once': [
    (run) => change(run, 'process.created', { data: [1, 'again', 1, new Uint8Array(0)] }, 1),
    (run) => change(run, 'process.created', { data: [0, 'zero', 1, new Uint8Array(0)] }, 1),
  ],
  'process-exists': [
    (run) => change(run, 'k.logged', { process: 9 }),
    (run) => after(run, 'process.released', { kind: 'k.time', process: 2, data: [] }),
  ],
  'process-lifecycle': [
    (run) => without(run, 'process.terminated'),
    (run) => after(run, 'process.started', { kind: 'process.started', process: 1, data: [] }),
    (run) => after(run, 'process.started', { kind: 'process.bound', process: 1, data: [] }),
    (run) => change(run, 'process.started', { process: 0 }),
  ],
  'process-runs': [
    (run) => after(run, 'process.bound', { kind: 'k.time', process: 1, data: [] }),
    (run) => after(run, 'process.terminated', { kind: 'k.time', process: 2, data: [] }),
    (run) => change(run, 'k.logged', { process: 0 }),
  ],
  'process-joined-ended': [
    (run) => change(run, 'process.joined', { data: [1] }),
    (run) => change(run, 'process.joined', { data: [7] }),
  ],
  'message-delivered': [
    (run) => without(run, 'k.sent'),
    (run) => change(run, 'k.received', { data: [1, 1] }),
    (run) => change(run, 'k.received', { process: 2 }),
    (run) => after(run, 'k.received', { kind: 'k.received', process: 1, data: [2, 1] }),
  ],
  'process-releases-all': [
    (run) => without(run, 'contract.revoked'),
    (run) => without(run, 'envelope.closed'),
  ],
  'capability-granted-once': [
    (run) => change(run, 'capability.granted', { data: [101, 2, 0, 0, 0, 0, 9] }, 2),
  ],
  'capability-narrows': [
    (run) => change(run, 'capability.granted', { data: [100, 0, 1, 511, 3, 0, 99] }),
  ],
  'capability-revoked': [
    (run) => change(run, 'capability.revoked', { data: [102, 2] }),
    (run) => change(run, 'capability.revoked', { data: [101, 1] }),
    (run) => change(run, 'capability.revoked', { data: [103, 0] }),
    (run) =>
      after(run, 'capability.revoked', { kind: 'capability.revoked', process: 1, data: [102, 1] }),
  ],
  'capability-held': [
    (run) => change(run, 'k.sent', { capability: 101 }),
    (run) => change(run, 'k.sent', { capability: 104 }),
    (run) => change(run, 'job.ended', { capability: 102 }),
  ],
  'capability-live': [
    (run) => after(run, 'k.received', { kind: 'capability.revoked', ...on, data: [101, 2] }),
    (run) =>
      change(run, 'capability.granted', { data: [102, 2, 0, 0, 0, 0, 2] }, 2),
    (run) => change(run, 'capability.granted', { data: [102, 2, 0, 0, 0, 3, 9] }, 2),
  ],
  'capability-used': [
    (run) => change(run, 'contract.issued', { capability: 0 }),
    (run) => change(run, 'job.started', { capability: 0 }),
    (run) => change(run, 'envelope.opened', { capability: 0 }),
  ],
  'capability-covers': [
    (run) => change(run, 'capability.granted', { data: [101, 1, 255, 511, 2, 0, 999] }, 1),
  ],
  'transition-allowed': [
    (run) => change(run, 'transition.committed', { data: [1, 'K', 'K'] }),
    (run) => change(run, 'capability.granted', { data: [101, 1, 255, 0, 3, 0, 999] }, 1),
  ],
  'transition-once': [(run) => change(run, 'transition.committed', { data: [1, 'Q', 'K'] }, 1)],
  'contract-issued-once': [
    (run) => change(run, 'contract.issued', { contract: 2 }),
    (run) => change(run, 'contract.issued', { contract: 1, data: [1, 1, 1, 40, 50] }, 1),
  ],
  'contract-envelope': [
    (run) => change(run, 'contract.issued', { data: [1, 1, 2, 20, 20] }),
    (run) => change(run, 'contract.issued', { data: [1, 1, 2, 4, 20] }),
  ],
  'contract-resource': [
    (run) => change(run, 'contract.issued', { data: [1, 1, 6, 10, 20] }),
    (run) => change(run, 'contract.issued', { data: [1, 7, 1, 10, 20] }),
  ],
  'contract-exclusive': [
    (run) =>
      after(run, 'contract.issued', {
        kind: 'contract.issued',
        ...on,
        contract: 9,
        data: [9, 1, 1, 19, 21],
      }),
  ],
  'contract-lifecycle': [
    (run) => without(run, 'contract.activated'),
    (run) => without(run, 'contract.issued'),
    (run) =>
      after(run, 'contract.released', { kind: 'contract.expired', contract: 1, data: [] }),
  ],
  'contract-owner': [(run) => change(run, 'contract.released', { process: 2, capability: 102 })],
  'contract-time': [
    (run) => change(run, 'contract.issued', { data: [1, 1, 2, 11, 20] }),
    (run) => change(run, 'contract.issued', { data: [1, 1, 2, 10, 17] }),
    (run) => change(run, 'contract.issued', { data: [3, 1, 5, 40, 51] }, 1),
    (run) => change(run, 'contract.issued', { data: [1, 1, 2, 9, 10] }),
  ],
  'job-started-once': [
    (run) => change(run, 'job.started', { data: [1, 21, 1, 50, new Uint8Array(0)] }, 1),
  ],
  'job-contract': [
    (run) => change(run, 'job.started', { contract: 0 }),
    (run) => change(run, 'job.started', { contract: 2 }),
    (run) => change(run, 'job.started', { process: 2, capability: 102 }),
    (run) => change(run, 'job.started', { data: [1, 20, 2, 18, new Uint8Array(3)] }),
  ],
  'job-envelope': [
    (run) => change(run, 'job.started', { data: [1, 20, 1, 21, new Uint8Array(3)] }),
    (run) => change(run, 'job.started', { data: [1, 20, 1, 9, new Uint8Array(3)] }),
  ],
  'job-running': [
    (run) => without(run, 'job.started'),
    (run) =>
      after(run, 'job.ended', {
        kind: 'result.part',
        ...on,
        contract: 1,
        data: [1, new Uint8Array(0)],
      }),
    (run) => change(run, 'job.ended', { process: 2, capability: 102 }),
    (run) => change(run, 'result.part', { contract: 3 }),
  ],
  'job-ends-on-time': [
    (run) => change(run, 'job.started', { data: [1, 20, 1, 17, new Uint8Array(3)] }),
    (run) => change(run, 'job.started', { data: [1, 20, 1, 19, new Uint8Array(3)] }),
    (run) => change(run, 'job.ended', { outcome: 0 }, 1),
  ],
  'job-ends-covered': [
    (run) => after(run, 'job.started', { kind: 'contract.revoked', contract: 1, data: [] }),
  ],
  'region-created-once': [(run) => change(run, 'envelope.opened', { data: [1, 16] })],
  'region-contract': [
    (run) => change(run, 'container.allocated', { contract: 0 }),
    (run) => change(run, 'container.allocated', { process: 2, capability: 102 }),
  ],
  'region-lifecycle': [
    (run) => without(run, 'container.allocated'),
    (run) => change(run, 'envelope.closed', { kind: 'container.released' }),
    (run) => after(run, 'envelope.closed', { kind: 'envelope.voided', data: [2] }),
  ],
  'region-owner': [(run) => change(run, 'envelope.closed', { process: 2, capability: 102 })],
  'run-ended-last': [(run) => after(run, 'run.ended', { kind: 'run.ended', data: [2] })],
  'run-releases-all': [
    (run) => without(run, 'process.released', 1),
    (run) => without(run, 'contract.expired'),
    (run) => without(run, 'container.voided'),
    (run) => without(run, 'job.ended'),
  ],
  'run-counts-processes': [(run) => change(run, 'run.ended', { data: [3] })],
  'run-ends': [(run) => without(run, 'run.ended')],
};

const rulesBroken = (drafts: readonly Draft[]): readonly string[] =>
  auditEvents(number(drafts), true).map(({ rule }) => rule);

describe('auditEvents', () => {
  it('finds nothing in a legal run (XDV-034.3)', () => {
    expect(auditEvents(number(LEGAL_RUN), true)).toEqual([]);
  });

  for (const { name, requirement } of AUDIT_RULES) {
    if (name === 'sequence' || name === 'time-advances') continue;
    it(`finds what breaks ${name} (${requirement})`, () => {
      const missed = BREAKS[name]!.flatMap((breaks, i) =>
        rulesBroken(breaks(LEGAL_RUN)).includes(name) ? [] : [i],
      );
      expect(missed).toEqual([]);
    });
  }

  it('finds a gap, a repetition and a start beyond 0 in the numbers (XDV-005.1)', () => {
    const events = number(LEGAL_RUN);
    const broken = [events.toSpliced(3, 1), events.toSpliced(3, 0, events[3]!), events.slice(1)];
    const rules = broken.map((run) => auditEvents(run, true).map(({ rule }) => rule));
    expect(rules.every((found) => found.includes('sequence'))).toBe(true);
  });

  it('finds time that stands still or goes back (XDV-005.2)', () => {
    const events = number(LEGAL_RUN);
    for (const time of [{ tick: 0, microstep: 2 }, { tick: 0, microstep: 1 }]) {
      const run = events.with(3, { ...events[3]!, ...time } as (typeof events)[number]);
      expect(auditEvents(run, true).map(({ rule }) => rule)).toContain('time-advances');
    }
  });

  it('finds that a sealed run did not end, and asks no end of a prefix (XDV-034.2)', () => {
    const cut = number(LEGAL_RUN.slice(0, -1));
    expect(auditEvents(cut, true).map(({ rule }) => rule)).toEqual(['run-ends']);
    expect(auditEvents(cut, false)).toEqual([]);
  });

  it('lets the operator stop jobs that run, and nothing else', () => {
    const halt = { kind: 'operator.halted', data: ['enough', 0] } as const;
    const stopped = without(after(LEGAL_RUN, 'k.logged', halt), 'job.ended', 1);
    expect(rulesBroken(stopped)).toEqual([]);
    expect(rulesBroken(without(stopped, 'contract.expired'))).toContain('run-releases-all');
  });

  it('takes back what a process held and handed on when it is released (XDV-024.4)', () => {
    const use = { kind: 'k.time', process: 1, capability: 103, data: [] } as const;
    const grant = {
      kind: 'capability.granted',
      process: 2,
      capability: 102,
      data: [103, 1, 0, 0, 0, 0, 100],
    } as const;
    const granted = after(LEGAL_RUN, 'k.sent', grant);
    const run = change(granted, 'capability.revoked', { data: [102, 2] });
    expect(rulesBroken(run)).toEqual([]);
    const silent = without(granted, 'capability.revoked');
    expect(rulesBroken(silent)).toEqual([]);
    expect(rulesBroken(after(silent, 'process.released', use))).toEqual(['capability-live']);
  });

  it('names the event, the rule and the requirement', () => {
    const run = change(LEGAL_RUN, 'run.ended', { data: [3] });
    expect(auditEvents(number(run), true)).toMatchObject([
      {
        code: 'TRACE_INCONSISTENT',
        seq: LEGAL_RUN.length - 1,
        rule: 'run-counts-processes',
        requirement: 'XDV-034.5',
      },
    ]);
  });

  it('stops at its limit of problems', () => {
    const many = Array.from({ length: AUDIT_PROBLEMS_MAX + 1 }, () => number(LEGAL_RUN)[0]!);
    expect(auditEvents(many, true)).toHaveLength(AUDIT_PROBLEMS_MAX);
    expect(new Set(AUDIT_RULES.map(({ name }) => name)).size).toBe(AUDIT_RULES.length);
  });
});
