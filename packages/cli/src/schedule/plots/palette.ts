import { COLOUR } from '../../plot/style.ts';

/** Colours of curves that can be told apart (Okabe and Ito, "Color Universal Design", 2008). */
export const CURVE_COLOURS: readonly string[] = [
  COLOUR.blue,
  COLOUR.red,
  COLOUR.green,
  COLOUR.orange,
  '#cc79a7',
  '#56b4e9',
  COLOUR.ink,
  '#b8ae00',
];

/** Texts of a chart. */
export interface ChartTexts {
  readonly title: string;
  readonly note: string;
  /** Name of the axis that differs from chart to chart. */
  readonly axis: string;
}
