const digits = (value: number, count: number): string => String(Number(value.toPrecision(count)));

const TIMES: readonly (readonly [seconds: number, unit: string])[] = [
  [365.25 * 86_400, 'years'],
  [86_400, 'days'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** An estimated time for people, two digits in a unit of which there are two: `about 3.4 s`. */
export const formatEstimate = (seconds: number): string => {
  if (seconds < 1e-3) return 'less than 1 ms';
  const [scale, unit] = TIMES.find(([each]) => seconds >= 2 * each) ?? [1e-3, 'ms'];
  return `about ${digits(seconds / scale, 2)} ${unit}`;
};
