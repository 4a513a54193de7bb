const TO_STDOUT = ['log', 'info', 'debug', 'table', 'dir'] as const;

/**
 * Does `work` while what a program prints through `console` goes to stderr, so that stdout holds
 * the JSON document alone.
 */
export const withQuietConsole = async <T>(work: () => Promise<T>): Promise<T> => {
  const { log, info, debug, table, dir } = console;
  for (const name of TO_STDOUT) console[name] = (...args: unknown[]) => console.error(...args);
  try {
    return await work();
  } finally {
    Object.assign(console, { log, info, debug, table, dir });
  }
};
