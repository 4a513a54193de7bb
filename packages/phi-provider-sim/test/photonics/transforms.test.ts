import { unwrap } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkTransform,
  createInterferometer,
  emptyMesh,
  fourierMatrix,
  haarUnitary,
  imperfect,
  largestDifference,
  MESH_TRANSFORMS,
  planTransform,
  rebuild,
  type MeshRequest,
  type Shifter,
} from '../../src/photonics/index.ts';
import { amplitudesOf, faultOf } from './support.ts';

const entries = (modes: number, seed: number): number[] => [...haarUnitary(modes, seed).data];

/** A request of each transform on some modes. */
const requests = fc
  .tuple(fc.constantFrom(...MESH_TRANSFORMS), fc.integer({ min: 2, max: 9 }), fc.nat())
  .map(([{ id }, modes, seed]): MeshRequest => {
    const light = amplitudesOf(modes, seed);
    const values: Record<string, number[]> = {
      'mesh.phase': [...light.subarray(0, modes)],
      'mesh.couple': [seed % (modes - 1), 3 * light[0]!, 3 * light[1]!],
      'mesh.permute': Array.from({ length: modes }, (_, k) => (k + seed) % modes),
      'mesh.dft': [],
      'mesh.interferometer': entries(modes, seed),
    };
    return { id, modes, values: values[id]! };
  });

const SHIFTERS: readonly Shifter[] = ['theta', 'phi', 'output'];

const plan = (id: string, modes: number, values: readonly number[]) =>
  unwrap(planTransform({ id, modes, values }));

const refusal = (id: unknown, modes: unknown, values: unknown) =>
  faultOf(planTransform({ id, modes, values } as MeshRequest));

describe('named transforms of a mesh (XDV-033.2)', () => {
  it('are plain data that a contract can list: id, input, output, allowed shifters', () => {
    expect(JSON.parse(JSON.stringify(MESH_TRANSFORMS))).toEqual(MESH_TRANSFORMS);
    expect(MESH_TRANSFORMS.map(({ id }) => id)).toEqual([
      'mesh.phase',
      'mesh.couple',
      'mesh.permute',
      'mesh.dft',
      'mesh.interferometer',
    ]);
  });

  it('pass their own integrity check as planned, to 1e-14', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const planned = unwrap(planTransform(request));
        const report = unwrap(checkTransform(planned, planned.mesh));
        expect(report.deviation).toBeLessThan(1e-14);
        expect(report.powerError).toBeLessThan(1e-14);
      }),
    );
  });

  it('fail it if any shifter is moved', () => {
    fc.assert(
      fc.property(requests, fc.nat(), (request, at) => {
        const planned = unwrap(planTransform(request));
        const { mesh } = planned;
        const kind = SHIFTERS[at % SHIFTERS.length]!;
        const angles = mesh[kind];
        angles[at % angles.length]! += 0.01;
        // φ of an interferometer that no light crosses alone is no change of what light does
        const does = largestDifference(rebuild(mesh), planned.target);
        const allowed = planned.transform.shifters.includes(kind);
        const result = checkTransform(planned, mesh);
        expect(result.ok).toBe(allowed && does <= 1e-12);
        if (!result.ok) expect(result.fault.code).toBe('TRANSFORM_CORRUPTED');
      }),
    );
  });

  it('mesh.phase turns each mode and sets outputs only', () => {
    const planned = plan('mesh.phase', 3, [0.5, -1, 2]);
    expect([...planned.mesh.output]).toEqual([0.5, -1, 2]);
    const light = Float64Array.of(1, 0, 1, 0, 1, 0);
    createInterferometer(planned.mesh).apply(light);
    [0.5, -1, 2].forEach((angle, m) => expect(light[2 * m]).toBeCloseTo(Math.cos(angle), 15));
    expect(planned.transform.shifters).toEqual(['output']);
  });

  it('mesh.couple sets one interferometer', () => {
    const { mesh } = plan('mesh.couple', 4, [1, Math.PI / 2, 0]);
    expect(mesh.theta.filter((angle) => angle !== 0)).toHaveLength(1);
    const light = Float64Array.of(0, 0, 1, 0, 0, 0, 0, 0);
    createInterferometer(mesh).apply(light);
    expect(light[4]).toBeCloseTo(1, 15);
  });

  it('mesh.permute sends mode k to values[k]', () => {
    const { mesh } = plan('mesh.permute', 3, [1, 2, 0]);
    const light = Float64Array.of(1, 0, 2, 0, 3, 0);
    createInterferometer(mesh).apply(light);
    [3, 1, 2].forEach((x, m) => expect(light[2 * m]).toBeCloseTo(x, 14));
  });

  it('mesh.dft is the Fourier transform, also of one mode', () => {
    expect(largestDifference(rebuild(plan('mesh.dft', 6, []).mesh), fourierMatrix(6))).toBeLessThan(
      1e-14,
    );
    expect(plan('mesh.dft', 1, []).mesh.mode).toHaveLength(0);
  });
});

describe('requests outside their spec are refused', () => {
  it.each([
    ['mesh.melt', 2, []],
    ['toString', 2, []],
    [undefined, 2, []],
  ])('the id %o with TRANSFORM_UNSUPPORTED', (id, modes, values) => {
    expect(refusal(id, modes, values).code).toBe('TRANSFORM_UNSUPPORTED');
  });

  it.each([
    ['mesh.dft', 0, [], '1 to 1024 modes, got 0'],
    ['mesh.couple', 1, [0, 0, 0], '2 to 1024 modes, got 1'],
    ['mesh.dft', 1e9, [], 'modes'],
    ['mesh.dft', 2, [1], 'it takes 0 numbers, got 1'],
    ['mesh.phase', 2, [1], 'phase must be'],
    ['mesh.phase', 2, [1, 2, 3], 'it takes 2 numbers, got 3'],
    ['mesh.phase', 2, [1, 7], 'phase must be'],
    ['mesh.phase', 2, [1, NaN], 'got NaN'],
    ['mesh.phase', 2, [1, '1'], 'got 1'],
    ['mesh.phase', 2, undefined, 'must be a list'],
    ['mesh.couple', 4, [3, 1, 1], 'a mode from 0 to 2'],
    ['mesh.couple', 4, [0.5, 1, 1], 'got 0.5'],
    ['mesh.permute', 3, [0, 1, 1], 'once each'],
    ['mesh.permute', 3, [0, 1, 3], 'once each'],
    ['mesh.permute', 3, [0, 1.5, 2], 'once each'],
    ['mesh.interferometer', 2, [1, 0, 1, 0, 0, 0, 0, 0], 'not unitary'],
    ['mesh.interferometer', 1, [2, 0], 'entry must be'],
  ])('%s %o %o with PROBLEM_INVALID', (id, modes, values, message) => {
    const fault = refusal(id, modes, values);
    expect(fault.code).toBe('PROBLEM_INVALID');
    expect(fault.message).toContain(message);
  });

  it('no request at all with PROBLEM_INVALID', () => {
    expect(faultOf(planTransform(null as unknown as MeshRequest)).code).toBe('PROBLEM_INVALID');
  });
});

describe('the integrity check', () => {
  const planned = plan('mesh.interferometer', 4, entries(4, 1));

  it('refuses shifters that the transform may not set, even if light does not mind', () => {
    const turn = plan('mesh.phase', 2, [0.1, 0.2]);
    turn.mesh.theta[0] = 1;
    expect(faultOf(checkTransform(turn, turn.mesh)).message).toContain('may not set theta[0]');
  });

  it('tells loss in parts from settings', () => {
    const actual = imperfect(planned.mesh, { couplerTransmittance: 0.999 });
    const fault = faultOf(checkTransform(planned, planned.mesh, { actual, tolerance: 1e-3 }));
    expect(fault.code).toBe('TRANSFORM_CORRUPTED');
    const report = unwrap(checkTransform(planned, planned.mesh, { actual, tolerance: 0.1 }));
    expect(report.powerError).toBeGreaterThan(1e-3);
  });

  it('refuses lost power where every entry alone is close enough', () => {
    const fourier = plan('mesh.dft', 9, []);
    const actual = imperfect(fourier.mesh, { couplerTransmittance: 0.999 });
    const options = { actual, tolerance: 0.01 };
    const fault = faultOf(checkTransform(fourier, fourier.mesh, options));
    expect(fault.message).toContain('in power');
  });

  it('measures what imperfect phases do, without loss of power', () => {
    const actual = imperfect(planned.mesh, { phaseBits: 8 });
    const report = unwrap(checkTransform(planned, planned.mesh, { actual, tolerance: 0.1 }));
    expect(report.deviation).toBeGreaterThan(1e-4);
    expect(report.powerError).toBeLessThan(1e-14);
    expect(checkTransform(planned, planned.mesh, { actual }).ok).toBe(false);
  });

  it('refuses other sizes and malformed meshes', () => {
    expect(faultOf(checkTransform(planned, emptyMesh(5))).code).toBe('TRANSFORM_CORRUPTED');
    const bad = { ...planned.mesh, phi: planned.mesh.phi.with(0, NaN) };
    expect(faultOf(checkTransform(planned, bad)).code).toBe('PROBLEM_INVALID');
  });

  it.each([0, -1, NaN, 2])('a tolerance of %d is a RangeError', (tolerance) => {
    expect(() => checkTransform(planned, planned.mesh, { tolerance })).toThrow(RangeError);
  });
});
