/**
 * CPU milliseconds of this thread so far: on a shared machine the wall clock also counts the
 * others. Linux brings the time of a running thread up to date only when the whole process is
 * asked, hence the first call.
 */
export const threadCpuMs = (): number => {
  process.cpuUsage();
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

export const wallMs = (): number => performance.now();
