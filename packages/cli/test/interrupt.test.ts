import { describe, expect, it } from 'vitest';
import {
  BELL,
  createFolder,
  moduleOf,
  readEvents,
  RING,
  verifies,
  xdv,
  xdvWith,
} from './support.ts';

/** Presses Ctrl-C as soon as a run listens, so many times. */
const pressing = (times: number) => (listener: () => void) => {
  const press = setImmediate(() => {
    for (let i = 0; i < times; i++) listener();
  });
  return () => clearImmediate(press);
};

const ENDLESS = moduleOf('for (;;) yield* sys.sleep(us(1));');

describe('Ctrl-C', () => {
  it('ends an endless run with 130 and a sealed trace that replays', async () => {
    const cwd = createFolder({ 'loop.ts': ENDLESS });
    const ended = await xdvWith(cwd, ['run', 'loop.ts'], { onInterrupt: pressing(1) });
    expect(ended.code).toBe(130);
    expect(ended.stderr).toContain('error PROCESS_HALTED');
    expect(verifies(cwd, 'loop.xdv')).toBe(true);
    const kinds = readEvents(cwd, 'loop.xdv').events.map(({ kind }) => kind);
    expect(kinds).toContain('operator.halted');
    expect((await xdv(cwd, 'replay', 'loop.xdv')).code).toBe(0);
  });

  it('does not wait for the provider that the run waits for', async () => {
    const cwd = createFolder({ 'ring.rud': RING });
    // a minute of machine time and more, were it let run
    const argv = ['run', 'ring.rud', '--reads', '10000', '--window', '10000'];
    const ended = await xdvWith(cwd, argv, { onInterrupt: pressing(1) });
    expect(ended.code).toBe(130);
    expect(verifies(cwd, 'ring.xdv')).toBe(true);
    expect((await xdv(cwd, 'replay', 'ring.xdv')).code).toBe(0);
  });

  it('exits at once when pressed again', async () => {
    const cwd = createFolder({ 'bell.qasm': BELL });
    const codes: number[] = [];
    await xdvWith(cwd, ['run', 'bell.qasm'], {
      onInterrupt: pressing(2),
      exit: (code) => codes.push(code),
    });
    expect(codes).toEqual([130]);
  });
});
