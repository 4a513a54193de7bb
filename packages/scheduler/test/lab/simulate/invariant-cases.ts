import { InvariantError } from '@xdv/domain-model';
import { describe, expect, test } from 'vitest';
import type { Workload } from '../../../src/lab/index.ts';
import { createInvariantObserver } from '../../../src/testing/index.ts';

type Watch = ReturnType<typeof createInvariantObserver>;
type Steps = (watch: Watch) => void;

/** A rule, a history that keeps it, and one like it that breaks it. */
export interface Case {
  readonly rule: string;
  readonly workload: Workload;
  readonly right: Steps;
  readonly wrong: Steps;
}

/** The first two jobs are submitted. */
export const both = (watch: Watch): void => {
  watch.submitted(0, 0);
  watch.submitted(0, 1);
};

/** The first job is submitted and starts. */
export const first = (watch: Watch): void => {
  watch.submitted(0, 0);
  watch.started(0, 0, 0);
};

export const checkCases = (cases: readonly Case[]): void => {
  describe('the invariant observer', () => {
    test.each(cases)('finds it broken: $rule', ({ workload, right, wrong }) => {
      expect(() => right(createInvariantObserver(workload))).not.toThrow();
      expect(() => wrong(createInvariantObserver(workload))).toThrow(InvariantError);
    });
  });
};
