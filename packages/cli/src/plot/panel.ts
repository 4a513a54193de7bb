import type {
  LineSeriesOption,
  ScatterSeriesOption,
  XAXisComponentOption,
  YAXisComponentOption,
} from 'echarts';

export type Series = LineSeriesOption | ScatterSeriesOption;

/** One of the charts of a picture; where it goes is the picture's business. */
export interface Panel {
  readonly title: string;
  /** One line under the title. */
  readonly note: string;
  readonly xAxis: XAXisComponentOption;
  readonly yAxis: YAXisComponentOption;
  /** Those whose names are in `legend` are explained, in that order. */
  readonly series: readonly Series[];
  readonly legend: readonly string[];
  /** Both axes have the same scale: the chart is a square. */
  readonly square: boolean;
}

/** Pieces of lines as one line with gaps: a hundredth of the size of as many lines. */
export const withGaps = (
  pieces: Iterable<readonly (readonly [number, number])[]>,
): (number | string)[][] => {
  const points: (number | string)[][] = [];
  for (const piece of pieces) points.push(...piece.map((point) => [...point]), ['-', '-']);
  return points;
};

/** A line, or many with gaps between them. */
export const line = (
  name: string,
  data: (number | string)[][],
  lineStyle: NonNullable<LineSeriesOption['lineStyle']> & { readonly color: string },
  z = 2,
): Series => {
  const { color } = lineStyle;
  return { type: 'line', name, data, lineStyle, itemStyle: { color }, symbol: 'none', z };
};
