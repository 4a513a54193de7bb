import { layOut } from './layout.ts';
import { line, withGaps, type Panel, type Series } from './panel.ts';
import { counts, countsText, sizeOfOne, type Parts } from './parts.ts';
import { CHART_HEIGHT, CHART_WIDTH, COLOUR, roundTo, showNumber } from './style.ts';

/** Larger or denser graphs are a ball of wool, whatever the layout. */
const VERTICES_MAX = 1000;
const EDGES_MAX = 2000;

const ASPECT = CHART_WIDTH / CHART_HEIGHT;

/** Room for the vertices on the edge of the paper. */
const MARGIN = 1.08;

/** With so few vertices there is room for their numbers. */
const LABELLED_MAX = 40;

/** Whether a drawing of the graph can be read. */
export const drawable = ({ vertices, a }: Parts): boolean =>
  vertices <= VERTICES_MAX && a.length <= EDGES_MAX;

type Point = readonly [number, number];

/** Pixels across a vertex: smaller in larger graphs, so that edges can be seen between them. */
const sizeFor = (vertices: number): number => {
  if (vertices <= LABELLED_MAX) return 20;
  if (vertices <= 150) return 11;
  return vertices <= 400 ? 6 : 3;
};

const vertexSeries = (parts: Parts, points: readonly Point[], part: 0 | 1): Series => {
  const own = points.flatMap((point, i) => (parts.side[i] === part ? [{ point, i }] : []));
  const labelled = points.length <= LABELLED_MAX;
  return {
    type: 'scatter',
    name: parts.partNames[part],
    data: own.map(({ point, i }) => ({
      value: [...point],
      ...(labelled && { label: { show: true, formatter: String(i + 1) } }),
    })),
    label: { color: part === 0 ? COLOUR.ink : COLOUR.paper, fontSize: 11 },
    symbol: part === 0 ? 'circle' : 'rect',
    symbolSize: sizeFor(points.length),
    itemStyle: { color: part === 0 ? COLOUR.orange : COLOUR.blue, opacity: 1 },
    z: 5,
  };
};

/** The graph itself: its parts as two kinds of vertices, the edges that count highlighted. */
export const drawingPanel = (parts: Parts): Panel => {
  const { vertices, a, b } = parts;
  const { x, y } = layOut(parts, ASPECT);
  const points = Array.from(x, (_, i): Point => [roundTo(x[i]!, 2), roundTo(y[i]!, 2)]);
  const marked: Point[][] = [];
  const other: Point[][] = [];
  for (let k = 0; k < a.length; k++) {
    (counts(parts, k) ? marked : other).push([points[a[k]!]!, points[b[k]!]!]);
  }
  const width = a.length > 300 ? 1 : 2;
  const series = [
    line(parts.otherName, withGaps(other), { color: COLOUR.pale, width: 1 }),
    line(parts.countedName, withGaps(marked), { color: COLOUR.red, width }, 3),
    vertexSeries(parts, points, 0),
    vertexSeries(parts, points, 1),
  ];
  const ones = sizeOfOne(parts);
  const [across, down] = [MARGIN * ASPECT, MARGIN];
  return {
    title: parts.title,
    note:
      `${countsText(parts, marked.length)}; ` +
      `${showNumber(vertices - ones)} and ${showNumber(ones)} ${parts.vertexName}`,
    xAxis: { type: 'value', show: false, min: -across, max: across },
    yAxis: { type: 'value', show: false, min: -down, max: down },
    series,
    legend: series.map(({ name }) => String(name)),
    square: false,
  };
};
