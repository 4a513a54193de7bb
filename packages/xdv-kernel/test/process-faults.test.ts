import { XdvError, type Domain, type FaultCode } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { formatPlace, process, us, type Program, type SysOf } from 'xdv-kernel';
import { codeOf, flawsOf, ofKind, runProgram } from './support/run-program.ts';
import { linesOf } from './support/source.ts';

type Sys = SysOf<Domain>;
/** Bodies that the types refuse, as someone without types would write them. */
const untyped = process as unknown as (
  spec: { readonly domains: readonly Domain[]; readonly name?: string },
  body: (sys: Sys) => unknown,
) => Program<null, unknown>;

const lineOf = linesOf(import.meta.url);
const K = { domains: ['K'] } as const;

interface Case {
  readonly rule: string;
  readonly code: FaultCode;
  /** The remark on the line that must be reported. */
  readonly at: string;
  readonly program: Program<null, unknown>;
}

const notGenerators: readonly Case[] = [
  {
    rule: 'an async function',
    code: 'PROCESS_NOT_GENERATOR',
    at: 'async',
    program: untyped(K, async () => 1), // here: async
  },
  {
    rule: 'an async generator',
    code: 'PROCESS_NOT_GENERATOR',
    at: 'async generator',
    program: untyped(K, async function* () {}), // here: async generator
  },
  {
    rule: 'a plain function',
    code: 'PROCESS_NOT_GENERATOR',
    at: 'plain',
    program: untyped(K, () => 1), // here: plain
  },
  {
    rule: 'a function that throws at once',
    code: 'PROCESS_THREW',
    at: 'throws at once',
    program: untyped(K, () => { // here: throws at once
      throw new Error('no');
    }),
  },
];

const wrongYields: readonly Case[] = [
  {
    rule: 'yields an operation without the star',
    code: 'PROCESS_BAD_YIELD',
    at: 'no star',
    program: process(K, function* (sys) {
      yield sys.now(); // here: no star
    }),
  },
  {
    rule: 'yields a promise',
    code: 'PROCESS_BAD_YIELD',
    at: 'before promise',
    program: untyped(K, function* (sys) {
      yield* sys.now(); // here: before promise
      yield Promise.resolve(1);
    }),
  },
  {
    rule: 'yields a number',
    code: 'PROCESS_BAD_YIELD',
    at: 'before number',
    program: untyped(K, function* (sys) {
      yield* sys.now(); // here: before number
      yield 42;
    }),
  },
  {
    rule: 'yields nothing',
    code: 'PROCESS_BAD_YIELD',
    at: 'yields nothing',
    program: untyped(K, function* () { // here: yields nothing
      yield;
    }),
  },
  {
    rule: 'yields a symbol',
    code: 'PROCESS_BAD_YIELD',
    at: 'yields a symbol',
    program: untyped(K, function* () { // here: yields a symbol
      yield Symbol('s');
    }),
  },
  {
    rule: 'yields an operation that was answered already',
    code: 'PROCESS_BAD_YIELD',
    at: 'answered',
    program: process(K, function* (sys) {
      const now = sys.now(); // here: answered
      yield* now;
      yield now;
    }),
  },
];

const wrongOperations: readonly Case[] = [
  {
    rule: 'makes an operation and never runs it',
    code: 'OPERATION_NOT_AWAITED',
    at: 'never run',
    program: process(K, function* (sys) {
      yield* sys.log('one');
      sys.log('two'); // here: never run
      yield* sys.log('three');
    }),
  },
  {
    rule: 'runs an operation twice',
    code: 'OPERATION_NOT_AWAITED',
    at: 'twice',
    program: process(K, function* (sys) {
      const now = sys.now();
      yield* now;
      yield* now; // here: twice
    }),
  },
  {
    rule: 'returns a promise',
    code: 'PROCESS_RETURNED_PROMISE',
    at: 'returns promise',
    program: untyped(K, function* () { // here: returns promise
      yield* [];
      return Promise.resolve(1);
    }),
  },
];

const throwing: readonly Case[] = [
  {
    rule: 'throws an error',
    code: 'PROCESS_THREW',
    at: 'throws',
    program: process(K, function* (sys) {
      yield* sys.now();
      throw new TypeError('of its own'); // here: throws
    }),
  },
  {
    rule: 'throws in a function that it calls',
    code: 'PROCESS_THREW',
    at: 'deep',
    program: process(K, function* (sys) {
      yield* sys.now();
      JSON.parse('{'); // here: deep
    }),
  },
  {
    rule: 'throws a text',
    code: 'PROCESS_THREW',
    at: 'text',
    program: process(K, function* (sys) {
      yield* sys.now(); // here: text
      throw 'text'; // oxlint-disable-line no-throw-literal
    }),
  },
  {
    rule: 'throws undefined',
    code: 'PROCESS_THREW',
    at: 'undefined',
    program: process(K, function* (sys) {
      yield* sys.now(); // here: undefined
      throw undefined; // oxlint-disable-line no-throw-literal
    }),
  },
  {
    rule: 'throws XdvError: the code is kept',
    code: 'GRAPH_SYNTAX',
    at: 'own code',
    program: process(K, function* (sys) {
      yield* sys.now();
      throw new XdvError({ code: 'GRAPH_SYNTAX', message: 'm', hint: 'h' }); // here: own code
    }),
  },
  {
    rule: 'lets a refusal through: the code is kept',
    code: 'HANDLE_UNKNOWN',
    at: 'refused',
    program: process(K, function* (sys) {
      yield* sys.send(999 as never, 1); // here: refused
    }),
  },
];

const CASES = [...notGenerators, ...wrongYields, ...wrongOperations, ...throwing];

describe('a process that', () => {
  it.each(CASES)('is or $rule ends with $code and its place', async ({ program, code, at }) => {
    const recorded = await runProgram(program, null);
    const { result, faults, list } = recorded;
    expect(codeOf(result)).toBe(code);
    expect(faults).toHaveLength(1);
    const { place, fault } = faults[0]!;
    expect(fault).toEqual(result.ok ? undefined : result.fault);
    expect(place && formatPlace(place)).toMatch(
      new RegExp(`^process-faults\\.test\\.ts:${lineOf(at)}:\\d+$`),
    );
    expect(ofKind(list, 'process.terminated').map(({ outcome }) => outcome)).not.toContain(0);
    expect(await flawsOf(program, recorded)).toEqual([]);
  });

  it('fails leaves the others alone (XDV-024.2, XDV-030.4)', async () => {
    const bad = process(K, function* (sys) {
      yield* sys.sleep(us(5));
      throw new Error('only me');
    });
    const good = process(K, function* (sys) {
      yield* sys.sleep(us(10));
      return 'fine';
    });
    const main = process(K, function* (sys) {
      const children = [yield* sys.spawn(bad, null), yield* sys.spawn(good, null)] as const;
      const first = yield* sys.attempt(sys.join(children[0]));
      return [codeOf(first), yield* sys.join(children[1])];
    });
    const recorded = await runProgram(main, null);
    expect(recorded.result).toEqual({ ok: true, value: ['CHILD_FAULTED', 'fine'] });
    expect(recorded.faults.map(({ process: id }) => id)).toEqual([2]);
    expect(await flawsOf(main, recorded)).toEqual([]);
  });

  it('joins a child that failed learns its code and message (XDV-024.3)', async () => {
    const child = process({ domains: ['K'], name: 'child' }, function* (sys) {
      yield* sys.now();
      throw new RangeError('too far');
    });
    const main = process(K, function* (sys) {
      yield* sys.join(yield* sys.spawn(child, null));
    });
    const { result } = await runProgram(main, null);
    expect(result).toMatchObject({
      ok: false,
      fault: { code: 'CHILD_FAULTED', message: expect.stringContaining('PROCESS_THREW') },
    });
    expect(JSON.stringify(result)).toContain('RangeError: too far');
  });

  it('returns what is no plain data ends with VALUE_NOT_ENCODABLE (XDV-021.2)', async () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    for (const value of [() => 1, Symbol('s'), new Map(), cycle, 1n, '\ud800']) {
      const program = untyped(K, function* () {
        yield* [];
        return value;
      });
      const recorded = await runProgram(program, null);
      expect(codeOf(recorded.result)).toBe('VALUE_NOT_ENCODABLE');
      expect(await flawsOf(program, recorded)).toEqual([]);
    }
  });

  it('makes 4096 operations without running them is stopped at the next one', async () => {
    const hoarder = process(K, function* (sys, { count }: { count: number }) {
      for (let i = 0; i < count; i++) sys.now();
      yield* sys.log('reached');
      yield* sys.log('again');
    });
    const at = await runProgram(hoarder, { count: 4096 });
    const over = await runProgram(hoarder, { count: 4097 });
    expect([at, over].map(({ list }) => ofKind(list, 'k.logged').length)).toEqual([2, 0]);
    expect([codeOf(at.result), codeOf(over.result)]).toEqual([
      'OPERATION_NOT_AWAITED',
      'OPERATION_NOT_AWAITED',
    ]);
  });

  it('catches a refusal goes on (XDV-021.5)', async () => {
    const program = process(K, function* (sys) {
      try {
        yield* sys.send(77 as never, 1);
      } catch (error) {
        if (error instanceof XdvError) return error.code;
      }
      return 'not refused';
    });
    const { result } = await runProgram(program, null);
    expect(result).toEqual({ ok: true, value: 'HANDLE_UNKNOWN' });
  });

  it('cleans up in finally does so within its own step, without more calls', async () => {
    const seen: string[] = [];
    const program = process(K, function* (sys) {
      try {
        yield* sys.exit('left');
      } finally {
        seen.push('finally');
      }
    });
    const { result } = await runProgram(program, null);
    expect(result).toEqual({ ok: true, value: 'left' });
    // an ended process never runs again, not even its cleanup: its state is just dropped
    expect(seen).toEqual([]);
  });
});

describe('a place', () => {
  it('is that of an earlier operation once a process has made very many', async () => {
    const program = process(K, function* (sys) {
      for (let i = 0; i < 3000; i++) {
        yield* sys.random(); // here: many
      }
      yield* sys.now();
      throw 'late'; // oxlint-disable-line no-throw-literal
    });
    const { faults } = await runProgram(program, null);
    expect(faults[0]!.place!.line).toBe(lineOf('many'));
  });
});

describe('a program that', () => {
  const run = (program: unknown) => runProgram(program as Program<null, unknown>, null);

  it.each([null, undefined, 1, {}, { name: 'x' }, { name: 'x', domains: 'K' }, () => 1])(
    '%o is none is refused before anything runs (PROGRAM_INVALID)',
    async (value) => {
      await expect(run(value)).rejects.toMatchObject({ code: 'PROGRAM_INVALID' });
    },
  );

  it('declares no K, a domain twice or an unknown one is refused (XDV-020.1)', async () => {
    for (const domains of [[], ['Q'], ['K', 'K'], ['K', 'R'], ['K', 1]]) {
      const program = untyped({ domains: domains as Domain[] }, function* () {});
      await expect(run(program)).rejects.toMatchObject({ code: 'PROGRAM_INVALID' });
    }
  });

  it('gets arguments that are no plain data is refused (VALUE_NOT_ENCODABLE)', async () => {
    const program = process(K, function* (sys, args: unknown) {
      yield* sys.log(typeof args);
    });
    for (const args of [() => 1, 1n, new Date(0), Symbol('s')]) {
      await expect(runProgram(program, args)).rejects.toMatchObject({
        code: 'VALUE_NOT_ENCODABLE',
      });
    }
  });
});
