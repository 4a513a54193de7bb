/**
 * Colours that people with any kind of colour vision tell apart, also in grey (Okabe and Ito,
 * "Color Universal Design", 2008).
 */
export const COLOUR = {
  blue: '#0072b2',
  orange: '#e69f00',
  red: '#d55e00',
  green: '#009e73',
  ink: '#222222',
  dim: '#666666',
  pale: '#c4c4c4',
  rule: '#e6e6e6',
  paper: '#ffffff',
} as const;

/** The area of a chart in pixels. */
export const CHART_WIDTH = 490;
export const CHART_HEIGHT = 300;

/** A number for people: thousands apart, no more digits than an axis can show. */
export const showNumber = (value: number): string => {
  const rounded = Number(value.toPrecision(9));
  const [whole, fraction] = String(rounded).split('.');
  if (/e/.test(String(rounded))) return String(rounded);
  const grouped = whole!.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
};

/** To a thousandth of `span`: what the eye can see, in few digits. */
export const roundTo = (value: number, span: number): number => {
  if (span === 0) return value;
  const step = 10 ** Math.floor(Math.log10(span / 2000));
  return Number((Math.round(value / step) * step).toPrecision(6));
};
