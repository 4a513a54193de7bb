import { circuit, unwrap, type Circuit, type Result } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  bind,
  PARAMETRIC_LIMITS,
  parametric,
  type AngleDependence,
} from '../../src/variational/index.ts';

const template = (): Circuit => circuit(2).h(0).rx(0.5, 0).u(1, 2, 3, 1).measure(0).build();

const faultOf = (result: Result<unknown>): string =>
  result.ok ? 'accepted' : `${result.fault.code}: ${result.fault.message}`;

const hostile = (parameters: unknown, dependences: unknown): Result<unknown> =>
  parametric(template(), parameters as number, dependences as AngleDependence[]);

describe('a parametric circuit', () => {
  it('binds each angle to its constant plus its share of the parameters', () => {
    const program = unwrap(
      parametric(template(), 2, [
        { op: 1, angle: 0, terms: [[0, 2], [1, -1]] },
        { op: 2, angle: 2, terms: [[1, 1], [1, 1]] },
        { op: 2, angle: 0, terms: [] },
      ]),
    );
    const bound = bind(program, [0.25, 1]);
    const expected = circuit(2).h(0).rx(0, 0).u(1, 2, 5, 1).measure(0).build();
    expect(bound).toEqual(expected);
    expect(bind(program, Float64Array.of(0, 0))).toEqual(template());
  });

  it('does not change with what it was made of, and shares what does not depend', () => {
    const terms: [number, number][] = [[0, 1]];
    const dependence = { op: 1, angle: 0, terms };
    const source = template();
    const program = unwrap(parametric(source, 1, [dependence]));
    terms[0] = [7, 7];
    dependence.op = 0;
    const bound = bind(program, [1]);
    expect(bound.ops[1]).toMatchObject({ gate: 'rx', params: [1.5] });
    expect(bound.ops[2]).toBe(source.ops[2]);
    expect(source).toEqual(template());
  });

  it.each([
    [1, [{ op: 4, angle: 0, terms: [] }], 'dependence 0 has op 4, not in 0..3'],
    [1, [{ op: '1', angle: 0, terms: [] }], 'dependence 0 has op 1, not in 0..3'],
    [1, [{ op: 3, angle: 0, terms: [] }], 'names ops[3], a measure, which has no angle'],
    [1, [{ op: 0, angle: 0, terms: [] }], 'has angle 0; h has 0'],
    [1, [{ op: 1, angle: 1, terms: [] }], 'has angle 1; rx has 1'],
    [1, [{ op: 1, angle: 0, terms: [[1, 1]] }], 'term 0 has parameter 1, not in 0..0'],
    [1, [{ op: 1, angle: 0, terms: [[0, NaN]] }], 'term 0 has coefficient NaN'],
    [1, [{ op: 1, angle: 0, terms: [[0]] }], 'term 0 is not [parameter, number]'],
    [1, [{ op: 1, angle: 0, terms: 'x' }], 'has terms that are not a list'],
    [1, [null], 'dependence 0 is not an object'],
    [1, null, 'the dependences must be a list'],
    [0.5, [], 'parameters must be 0 to 1000000, got 0.5'],
    [PARAMETRIC_LIMITS.parametersMax + 1, [], 'parameters must be 0 to 1000000, got 1000001'],
    [
      1,
      [{ op: 1, angle: 0, terms: [] }, { op: 1, angle: 0, terms: [] }],
      'dependence 1 names angle 0 of ops[1] again',
    ],
  ])('of %s parameters refuses %j', (parameters, dependences, message) => {
    expect(faultOf(hostile(parameters, dependences))).toContain('ARGUMENT_INVALID: ');
    expect(faultOf(hostile(parameters, dependences))).toContain(message);
  });

  it('may have as many parameters as its limit says', () => {
    expect(hostile(PARAMETRIC_LIMITS.parametersMax, []).ok).toBe(true);
  });

  it('refuses a circuit that is malformed', () => {
    const broken = { qubits: 1, bits: 0, ops: [{ kind: 'gate' }] } as unknown as Circuit;
    expect(faultOf(parametric(broken, 0, []))).toContain('CIRCUIT_INVALID');
  });

  it('refuses values that are too few, too many, not finite or give angles that are not', () => {
    const program = unwrap(parametric(template(), 1, [{ op: 1, angle: 0, terms: [[0, 1e10]] }]));
    expect(() => bind(program, [])).toThrow('values must be 1 numbers, got 0');
    expect(() => bind(program, [1, 2])).toThrow(RangeError);
    expect(() => bind(program, [NaN])).toThrow('values[0] must be a finite number, got NaN');
    expect(() => bind(program, ['1' as never])).toThrow(RangeError);
    expect(() => bind(program, [1e300])).toThrow('values must give finite angles, got Infinity');
    expect(() => bind({ parameters: 1 } as never, [1])).toThrow(TypeError);
  });
});
