import { line, withGaps, type Panel, type Series } from './panel.ts';
import { counts, countsText, sizeOfOne, type Parts } from './parts.ts';
import { CHART_HEIGHT, COLOUR, roundTo, showNumber } from './style.ts';

/** Cells on a side of the matrix. */
const CELLS = 50;

/** Shades of a colour: as many as the eye tells apart. */
const SHADES = 6;

/** New places of the vertices: part 0 first, each part in the order of the file. */
const placesOf = (parts: Parts): Int32Array => {
  let [next0, next1] = [0, parts.vertices - sizeOfOne(parts)];
  return Int32Array.from(parts.side, (part) => (part === 0 ? next0++ : next1++));
};

/** Edges of each cell: those that count, and others. Symmetric. */
const cellCounts = (parts: Parts) => {
  const { vertices, a, b } = parts;
  const place = placesOf(parts);
  const cells = Math.min(CELLS, vertices);
  const marked = new Float64Array(cells * cells);
  const other = new Float64Array(cells * cells);
  let total = 0;
  for (let k = 0; k < a.length; k++) {
    const row = Math.floor((place[a[k]!]! * cells) / vertices);
    const column = Math.floor((place[b[k]!]! * cells) / vertices);
    const into = counts(parts, k) ? marked : other;
    if (into === marked) total++;
    into[row * cells + column]!++;
    into[column * cells + row]!++;
  }
  return { cells, marked, other, total };
};

/** Cells of one shade, side by side as one stroke of a pen as wide as a cell. */
const strokesOf = (
  grid: Float64Array,
  cells: number,
  each: number,
  chosen: (value: number) => boolean,
): (readonly [number, number])[][] => {
  const strokes: (readonly [number, number])[][] = [];
  for (let row = 0; row < cells; row++) {
    const y = roundTo((row + 0.5) * each, cells * each);
    for (let from = 0, to = 0; from < cells; from = to + 1) {
      for (to = from; to < cells && chosen(grid[row * cells + to]!); to++);
      if (to === from) continue;
      strokes.push([from, to].map((x) => [roundTo(x * each, cells * each), y] as const));
    }
  }
  return strokes;
};

/** One line for each shade, the darkest first: the legend shows its colour. */
const cellSeries = (
  name: string,
  grid: Float64Array,
  { cells, largest, vertices }: Readonly<Record<'cells' | 'largest' | 'vertices', number>>,
  color: string,
): readonly Series[] => {
  const width = CHART_HEIGHT / cells + 0.2;
  return Array.from({ length: SHADES }, (_, k) => {
    const opacity = roundTo((SHADES - k) / SHADES, 1);
    const chosen = (value: number): boolean => Math.ceil((SHADES * value) / largest) === SHADES - k;
    const strokes = strokesOf(grid, cells, vertices / cells, chosen);
    return line(name, withGaps(strokes), { color, width, opacity, cap: 'butt' });
  });
};

/** Where one part ends and the other begins. */
const border = (at: number, vertices: number): Series => {
  const across = withGaps([
    [
      [at, 0],
      [at, vertices],
    ],
    [
      [0, at],
      [vertices, at],
    ],
  ]);
  return line('border of the parts', across, { color: COLOUR.ink, width: 1.5 }, 5);
};

/**
 * The adjacency matrix with the vertices ordered by part, for graphs that cannot be drawn: the
 * darker a cell, the more edges. Edges between the parts lie off the two blocks of the diagonal.
 * Time ∝ edges; 2,500 cells at most, whatever the graph.
 */
export const matrixPanel = (parts: Parts): Panel => {
  const { vertices } = parts;
  const { cells, marked, other, total } = cellCounts(parts);
  const largest = marked.reduce((most, value) => Math.max(most, value), Math.max(...other));
  const sizes = { cells, largest, vertices };
  const first = vertices - sizeOfOne(parts);
  const series = [
    ...cellSeries(parts.otherName, other, sizes, COLOUR.dim),
    ...cellSeries(parts.countedName, marked, sizes, COLOUR.red),
    border(first, vertices),
  ];
  const axis = { type: 'value', min: 0, max: vertices, splitLine: { show: false } } as const;
  return {
    title: parts.title,
    note:
      `Matrix ordered by part, ${showNumber(first)} and ${showNumber(vertices - first)} ` +
      `${parts.vertexName}; ${countsText(parts, total)}`,
    xAxis: { ...axis, name: `${parts.vertexName}, ordered` },
    yAxis: { ...axis, name: `${parts.vertexName}, ordered`, inverse: true },
    series,
    legend: [...new Set(series.map(({ name }) => String(name)))],
    square: true,
  };
};
