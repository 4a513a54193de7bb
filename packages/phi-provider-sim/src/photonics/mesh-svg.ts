import { unwrap } from '@xdv/domain-model';
import { sine } from '../math/sine.ts';
import { meshDepth, validateMesh, type Mesh } from './mesh.ts';

/** Sizes in pixels. */
const ROW = 46;
const COLUMN = 84;
const BOX = 58;
const HEIGHT = ROW + 16;
const SIDE = 40;
const MARGIN = 12;

/** Most modes and columns of a picture: beyond, nobody reads it. */
const PICTURE_MAX = { modes: 64, columns: 256 } as const;

const STYLE = `
  .mesh { font: 10px ui-monospace, Menlo, Consolas, monospace; --line: #333; --paper: #fff;
    --cross: #3b76d6; fill: var(--line); }
  @media (prefers-color-scheme: dark) {
    .mesh { --line: #ddd; --paper: #1b1d21; --cross: #6da0f2; }
  }
  .mode { stroke: var(--line); stroke-width: 1.2; }
  .box { fill: var(--paper); stroke: var(--line); }
  .share { fill: var(--cross); }
  text { text-anchor: middle; dominant-baseline: central; }`;

const round = (value: number): string => String(Math.round(value * 100) / 100 + 0);

const yOf = (mode: number): number => MARGIN + ROW * (mode + 0.5);

const write = (x: number, y: number, text: string): string =>
  `<text x="${x}" y="${y}">${text}</text>`;

/** A box over two modes, the more filled the more of the power crosses (sin²θ). */
const drawInterferometer = (mesh: Mesh, k: number): string => {
  const x = MARGIN + SIDE + COLUMN * (mesh.column[k]! + 0.5);
  const y = yOf(mesh.mode[k]! + 0.5);
  const [theta, phi] = [mesh.theta[k]!, mesh.phi[k]!];
  const at = `x="${x - BOX / 2}" y="${y - HEIGHT / 2}" width="${BOX}" height="${HEIGHT}" rx="4"`;
  const crossing = sine(theta);
  const share = round(0.5 * crossing * crossing);
  const fill = `<rect class="share" fill-opacity="${share}" ${at}/>`;
  const texts = write(x, y - 8, `φ ${round(phi)}`) + write(x, y + 8, `θ ${round(theta)}`);
  return `<g><rect class="box" ${at}/>${fill}${texts}</g>`;
};

const drawOutput = (mesh: Mesh, mode: number, x: number): string => {
  const y = yOf(mode);
  const at = `x="${x - 18}" y="${y - 9}" width="36" height="18" rx="9"`;
  return `<g><rect class="box" ${at}/>${write(x, y, round(mesh.output[mode]!))}</g>`;
};

/**
 * A mesh as a picture: modes are lines from left to right with their number, interferometers boxes
 * with φ and θ in radians, filled by the share of power that crosses; the shifters at the outputs
 * are rounded. A whole SVG document that follows the reader's light or dark colours, loads nothing
 * and runs nothing.
 *
 * Throws PROBLEM_INVALID for a malformed mesh and RangeError for more than 64 modes or 256 columns.
 */
export const meshSvg = (mesh: Mesh): string => {
  const { modes, mode } = unwrap(validateMesh(mesh));
  const depth = meshDepth(mesh);
  if (modes > PICTURE_MAX.modes || depth > PICTURE_MAX.columns) {
    const limit = `${PICTURE_MAX.modes} modes and ${PICTURE_MAX.columns} columns`;
    throw new RangeError(`a picture has at most ${limit}, got ${modes} and ${depth}`);
  }
  const end = MARGIN + SIDE + COLUMN * depth;
  const [width, height] = [end + 2 * SIDE + MARGIN, 2 * MARGIN + ROW * modes];
  const lines = Array.from({ length: modes }, (_, m) => {
    const y = yOf(m);
    const ends = `x1="${MARGIN + 24}" y1="${y}" x2="${end + 2 * SIDE}" y2="${y}"`;
    const line = `<line class="mode" ${ends}/>`;
    return write(MARGIN + 10, y, String(m)) + line + drawOutput(mesh, m, end + SIDE);
  });
  const boxes = Array.from(mode, (_, k) => drawInterferometer(mesh, k));
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="mesh" role="img" ${size}>`,
    `<style>${STYLE}\n</style>`,
    `<title>Interferometer mesh of ${modes} modes in ${depth} columns</title>`,
    `<rect style="fill: var(--paper)" width="${width}" height="${height}"/>`,
    ...lines,
    ...boxes,
    '</svg>\n',
  ].join('\n');
};
