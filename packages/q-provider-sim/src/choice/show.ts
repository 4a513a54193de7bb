const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;

/** A size with three digits: 16 TiB. */
export const showBytes = (bytes: number): string => {
  let [value, unit] = [bytes, 0];
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${Number(value.toPrecision(3))} ${UNITS[unit]}`;
};

/** A time with two digits: 12 ms, 3.4 s, 2 h. */
export const showSeconds = (seconds: number): string => {
  const short = (value: number): string => String(Number(value.toPrecision(2)));
  if (seconds < 1) return `${short(Math.max(seconds, 1e-4) * 1000)} ms`;
  if (seconds < 120) return `${short(seconds)} s`;
  return seconds < 7200 ? `${short(seconds / 60)} min` : `${short(seconds / 3600)} h`;
};
