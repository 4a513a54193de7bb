/** CPU seconds of a run: the machine may be shared. */
export const cpuOf = <T>(run: () => T): readonly [T, number] => {
  const before = process.cpuUsage();
  const value = run();
  const { user, system } = process.cpuUsage(before);
  return [value, (user + system) / 1e6];
};

/** The least of some rounds, in nanoseconds of CPU time per operation. */
export const nsPer = (rounds: number, count: number, run: () => void): number => {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) best = Math.min(best, cpuOf(run)[1]);
  return (best * 1e9) / count;
};

/** Nanoseconds and the rate they stand for, for people. */
export const showNs = (ns: number): string =>
  `${ns.toFixed(0).padStart(6)} ns (${(1e3 / ns).toFixed(2).padStart(5)} M/s)`;

/** Slope of log time over log size, by least squares: 1 is linear, 0 is constant. */
export const exponent = (points: readonly (readonly [size: number, time: number])[]): number => {
  const logs = points.map(([size, time]) => [Math.log(size), Math.log(time)] as const);
  const mean = (k: 0 | 1): number => logs.reduce((sum, row) => sum + row[k], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const above = logs.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
  return above / logs.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
};
