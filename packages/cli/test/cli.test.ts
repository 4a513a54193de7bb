import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { FAULTS } from '@xdv/domain-model';
import { EXIT, exitCodeOf } from '../src/index.ts';
import { createFolder, documentOf, xdv, xdvWith } from './support.ts';

describe('xdv', () => {
  it.each([[[]], [['help']], [['--help']]])('%j says what there is', async (argv) => {
    const { code, stdout, stderr } = await xdv(createFolder(), ...argv);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const word of ['run', 'solve', 'replay', 'verify', 'trace', 'version', 'Exit codes']) {
      expect(stdout).toContain(word);
    }
  });

  it.each(['run', 'solve', 'replay', 'verify', 'trace', 'version'])(
    '%s has help with examples, and --json',
    async (command) => {
      for (const argv of [[command, '--help'], ['help', command]]) {
        const { code, stdout } = await xdv(createFolder(), ...argv);
        expect(code).toBe(0);
        expect(stdout).toContain(`Examples:\n  $ xdv ${command}`);
        expect(stdout).toContain('--json');
      }
    },
  );

  it('prints its versions', async () => {
    const { stdout } = await xdv(createFolder(), 'version');
    expect(stdout).toMatch(/^xdv \d+\.\d+\.\d+\nkernel \d+\.\d+\.\d+, trace format 1, Node \d+/);
    const document = documentOf(await xdv(createFolder(), 'version', '--json'));
    expect(Object.keys(document)).toEqual(['xdv', 'kernel', 'traceFormat', 'node']);
  });

  it('ends with 70 and asks for a report if it has a bug', async () => {
    const stdout = new PassThrough();
    stdout.write = () => {
      throw new Error('nobody expected this');
    };
    const { code, stderr } = await xdvWith(createFolder(), ['version'], { stdout });
    expect(code).toBe(70);
    expect(stderr).toContain('error INTERNAL: Error: nobody expected this');
    expect(stderr).toContain('report it');
  });

  it('prints a fault as JSON with --json, whatever the command', async () => {
    const ended = await xdv(createFolder(), 'verify', 'gone.xdv', '--json');
    expect(ended.code).toBe(3);
    expect(documentOf(ended)).toMatchObject({ ok: false, fault: { code: 'FILE_UNREADABLE' } });
  });
});

describe('exit codes', () => {
  it('are fixed', () => {
    expect(EXIT).toEqual({
      ok: 0,
      usage: 2,
      input: 3,
      process: 4,
      authority: 5,
      resource: 6,
      provider: 7,
      trace: 8,
      internal: 70,
      interrupted: 130,
    });
  });

  it('follow from the class of every fault, except that of a halted run', () => {
    for (const code of Object.keys(FAULTS) as (keyof typeof FAULTS)[]) {
      const expected = code === 'PROCESS_HALTED' ? 130 : EXIT[FAULTS[code].class];
      expect(exitCodeOf({ code, message: '', hint: '' })).toBe(expected);
    }
  });
});
