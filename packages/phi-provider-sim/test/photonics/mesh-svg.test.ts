import { unwrap, XdvError } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { decompose, emptyMesh, haarUnitary, meshSvg } from '../../src/photonics/index.ts';

const count = (text: string, part: string): number => text.split(part).length - 1;

describe('the picture of a mesh', () => {
  it('has a line per mode, a box per interferometer with φ and θ, a shifter per output', () => {
    const svg = meshSvg(unwrap(decompose(haarUnitary(5, 2))));
    expect(count(svg, '<line class="mode"')).toBe(5);
    expect(count(svg, '<rect class="share"')).toBe(10);
    expect(count(svg, '<rect class="box"')).toBe(15);
    expect(count(svg, '>θ ')).toBe(10);
    expect(count(svg, '>φ ')).toBe(10);
  });

  it('shows angles in radians to two digits and fills boxes by what crosses', () => {
    const mesh = emptyMesh(2);
    mesh.theta[0] = Math.PI / 2;
    mesh.phi[0] = -1.239;
    mesh.output[1] = 3;
    const svg = meshSvg(mesh);
    for (const part of ['>θ 1.57<', '>φ -1.24<', '>3<', 'fill-opacity="0.5"']) {
      expect(svg).toContain(part);
    }
  });

  it('is closed XML whose boxes lie on the sheet', () => {
    const svg = meshSvg(emptyMesh(4, 'triangle'));
    expect(count(svg, '<g>')).toBe(count(svg, '</g>'));
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!.map(Number);
    for (const [, x, y] of svg.matchAll(/<rect class="box" x="([\d.]+)" y="([\d.]+)"/g)) {
      expect(Number(x)).toBeLessThan(width! - 36);
      expect(Number(y)).toBeLessThan(height! - 18);
    }
  });

  it('is refused for what nobody could read, and for malformed meshes', () => {
    expect(() => meshSvg(emptyMesh(65))).toThrow(RangeError);
    expect(meshSvg(emptyMesh(64)).length).toBeGreaterThan(1e5);
    expect(() => meshSvg({ ...emptyMesh(2), output: new Float64Array(1) })).toThrow(XdvError);
  });
});
