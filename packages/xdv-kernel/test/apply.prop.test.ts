import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply, fork, step, type KernelState } from 'xdv-kernel';
import { freshKernel, recordSteps, type Stepped } from './support/inputs.ts';
import { anyPlan, interpreter, type Plan } from './support/plans.ts';
import { runProgram } from './support/run-program.ts';

const RUNS = { numRuns: 40 };

/** Runs `steps` on `state` and gives the events and effects of each. */
const continueWith = (state: KernelState, steps: readonly Stepped[]) =>
  steps.map(({ input }) => {
    const { events, effects } = step(state, input);
    return { input, events, effects };
  });

describe('apply', () => {
  it('gives what step gives, from a state that stays as it was (XDV-003.2)', () => {
    const pure = (plan: Plan) => {
      const { steps } = recordSteps(interpreter, plan);
      let state = freshKernel();
      for (const { input, events, effects } of steps) {
        const before = state;
        const next = apply(before, input);
        expect(next.events).toEqual(events);
        expect(next.effects).toEqual(effects);
        // the old state is still the old one: it answers the same input again
        expect(apply(before, input).events).toEqual(events);
        ({ state } = next);
      }
      expect(state.finished).toBe(true);
    };
    fc.assert(fc.property(anyPlan, pure), RUNS);
  });

  it('forks a state that then goes its own way (XDV-003.1, XDV-003.2)', () => {
    const independent = (plan: Plan, where: number, placement: 'conservative' | 'easy') => {
      const { steps, copies } = recordSteps(interpreter, plan, { placement });
      const at = where % steps.length;
      const rest = steps.slice(at);
      const copy = copies[at]!;
      const twin = fork(copy);
      expect(continueWith(copy, rest)).toEqual(rest);
      // the first copy has run to its end: had it shared anything, the second would now differ
      expect(continueWith(twin, rest)).toEqual(rest);
    };
    const placements = fc.constantFrom('conservative' as const, 'easy' as const);
    fc.assert(fc.property(anyPlan, fc.nat(), placements, independent), RUNS);
  });

  it('needs no promise: driven step by step it makes the same events (XDV-003.5)', async () => {
    const same = async (plan: Plan) => {
      const { steps } = recordSteps(interpreter, plan);
      const { list } = await runProgram(interpreter, plan);
      expect(steps.flatMap(({ events }) => events)).toEqual(list);
    };
    await fc.assert(fc.asyncProperty(anyPlan, same), RUNS);
  });

  it('is a function of its input alone: inputs survive being written as JSON (XDV-003.2)', () => {
    const plan: Plan = { ops: [['log', 1], ['compute', 3], ['random', 2]], children: [] };
    const { steps } = recordSteps(interpreter, plan);
    const state = freshKernel();
    const again = steps.map(({ input }) => {
      const { program, ...rest } = { program: undefined, ...input };
      return step(state, { ...JSON.parse(JSON.stringify(rest)), ...(program && { program }) });
    });
    expect(again.flatMap(({ events }) => events)).toEqual(steps.flatMap(({ events }) => events));
  });

  it('takes no input after the end: that is a bug, not an event', () => {
    const { steps } = recordSteps(interpreter, { ops: [], children: [] });
    const state = freshKernel();
    for (const { input } of steps) step(state, input);
    expect(() => step(state, { kind: 'halt', reason: 'late' })).toThrow(/after the run finished/);
  });
});
