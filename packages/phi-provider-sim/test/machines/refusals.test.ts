import { maxCut, unwrap } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  compileIsing,
  createMachine,
  MACHINE_KINDS,
  type MachineKind,
  type MachineSetup,
} from '../../src/engine/index.ts';
import { ring } from '../support.ts';

const program = unwrap(compileIsing(maxCut(ring(5))));

describe.each(MACHINE_KINDS)('a machine of kind %s refuses, naming it and its range,', (kind) => {
  const make = (setup: MachineSetup) => () => createMachine(program, kind, setup);
  const machine = createMachine(program, kind, { replicas: 64, stepShare: 1 });

  it.each([0, 65, 1.5, NaN, -1])('%d replicas', (replicas) => {
    const range = `replicas must be a whole number from 1 to 64, got ${replicas}`;
    expect(make({ replicas })).toThrow(new RangeError(range));
  });

  it.each([0, -1, 1.01, NaN])('a step share of %d', (stepShare) => {
    const range = `stepShare must be above 0 and at most 1, got ${stepShare}`;
    expect(make({ stepShare })).toThrow(new RangeError(range));
  });

  it.each([0.5, NaN, 2 ** 53])('a seed of %d', (seed) => {
    expect(() => machine.start(seed)).toThrow(`seed must be a safe integer, got ${seed}`);
  });

  it.each([-1, 1.5, NaN, Infinity])('%d steps', (steps) => {
    expect(() => machine.advance(steps, 0, 1)).toThrow('steps must be a whole number from 0 to');
    expect(machine.figures(0).steps).toBe(0);
  });

  it.each([-0.1, 1.1, NaN])('places of the schedule and a kick of %d', (share) => {
    const range = `must be from 0 to 1, got ${share}`;
    expect(() => machine.advance(1, share, 1)).toThrow(`from ${range}`);
    expect(() => machine.advance(1, 0, share)).toThrow(`to ${range}`);
    expect(() => machine.kick(share)).toThrow(`amplitude ${range}`);
  });

  it.each([NaN, Infinity, -Infinity])('a bias of %d', (scale) => {
    expect(() => machine.bias(scale)).toThrow(`scale must be finite, got ${scale}`);
  });

  it.each([-1, 64, 0.5, NaN])('replica %d', (replica) => {
    const range = `replica must be a whole number from 0 to 63, got ${replica}`;
    expect(() => machine.read(replica)).toThrow(range);
    expect(() => machine.figures(replica)).toThrow(range);
    expect(() => machine.observe(replica)).toThrow(range);
  });
});

it('there is no machine of another kind', () => {
  expect(() => createMachine(program, 'abacus' as MachineKind)).toThrow(
    'kind must be one of asb, bsb, dsb, cac, oim, got abacus',
  );
});
