import { describe, expect, it } from 'vitest';
import { BELL, createFolder, documentOf, RING, xdv, xdvWith } from './support.ts';

/** Ends with c = 11 and n = 12 or with c = 00 and n = -3. */
const TYPED = `OPENQASM 3.0;
include "stdgates.inc";
output bit[2] c;
output bit flag;
output int[8] n;
output angle[8] phi;
output bool ok;
qubit[2] q;
h q[0];
cx q[0], q[1];
c = measure q;
flag = c[1];
n = -3;
if (c[0]) { n = 12; phi = pi / 2; }
ok = n == -3;
`;

const REGISTERS = `OPENQASM 3.0;
include "stdgates.inc";
bit[3] left;
bit[2] right;
qubit[5] q;
x q[0];
h q[4];
left = measure q[0:2];
right = measure q[3:4];
`;

/** More and wider outputs than a narrow terminal has room for. */
const WIDE = `OPENQASM 3.0;
include "stdgates.inc";
output bit[60] wide;
output uint[128] many;
output bit one;
output bool two;
output bit[9] last;
qubit q;
x q;
wide[0] = measure q;
wide[1] = measure q;
wide[59] = measure q;
many = 1;
many = many << 64;
two = wide[59];
`;

const ARRAYS = `OPENQASM 3.0;
include "stdgates.inc";
output array[int[4], 2, 3] grid;
output array[bool, 2, 1] pairs;
output array[bool, 3, 0] none;
output complex[float[32]] w;
output float[64] f;
output float[64] huge;
output bit __proto__;
qubit q;
x q;
bit b = measure q;
grid[1, 0] = -5;
if (b) grid[1, 2] = 7;
pairs[1, 0] = true;
w = 1.5 - 2im;
f = -0.25;
huge = 1.0 / 0.0;
__proto__ = b;
`;

/** The lines about outcomes: those between the summary and the next empty line. */
const tableOf = ({ stdout }: { readonly stdout: string }): readonly string[] =>
  stdout.split('\n\n')[1]!.split('\n');

const show = async (text: string, ...flags: readonly string[]): Promise<readonly string[]> => {
  const cwd = createFolder({ 'p.qasm': text });
  return tableOf(await xdv(cwd, 'run', 'p.qasm', '--no-timeline', ...flags));
};

const showIn = async (text: string, env: Record<string, string>): Promise<readonly string[]> => {
  const cwd = createFolder({ 'p.qasm': text });
  return tableOf(await xdvWith(cwd, ['run', 'p.qasm', '--no-timeline'], { env }));
};

interface Row {
  readonly count: number;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** The two forms of the outcomes in the JSON document of a run. */
const read = async (text: string, ...flags: readonly string[]) => {
  const cwd = createFolder({ 'p.qasm': text });
  const document = documentOf(await xdv(cwd, 'run', 'p.qasm', '--json', ...flags));
  const { counts } = document['result'] as { readonly counts: readonly [string, number][] };
  return { counts, outcomes: document['outcomes'] as readonly Row[] };
};

describe('the outcomes of an OpenQASM program', () => {
  it('have a column for each output, in the order of declaration, values by type', async () => {
    const [head, ...rows] = await show(TYPED, '--shots', '100');
    expect(head).toBe('  c   flag   n  phi       ok');
    expect(rows).toHaveLength(2);
    expect(rows[1]).toMatch(/^ {2}00 {2}0 {5}-3 {2}0 \* pi {4}true {2}█.* \d+ +\d+\.\d %$/);
    expect(rows[0]).toMatch(/^ {2}11 {2}1 {5}12 {2}0\.5 \* pi {2}false █.* \d+ +\d+\.\d %$/);
  });

  it('keep registers apart where nothing is declared as output', async () => {
    const [head, ...rows] = await show(REGISTERS);
    expect(head).toBe('  left  right');
    expect(rows.map((row) => row.slice(0, 13))).toEqual(['  001   00   ', '  001   10   ']);
  });

  it('are the bits of the register where it is the only one, under its name', async () => {
    const [head, ...rows] = await show(BELL);
    expect(head).toBe('  c');
    expect(rows.map((row) => row.slice(0, 6))).toEqual(['  00 █', '  11 █']);
  });

  it('are one row for each string of bits, in the order of the counts', async () => {
    const spread = TYPED.replace('h q[0];\ncx q[0], q[1];', 'h q;');
    const { counts } = await read(spread);
    const [, ...rows] = await show(spread);
    const shares = rows.map((row) => Number(/ (\d+) +[\d.]+ %$/.exec(row)![1]));
    expect(shares).toEqual(counts.map(([, count]) => count));
    expect(counts).toHaveLength(4);
  });

  it('are the same on a device that performs other gates', async () => {
    const [head, first] = await show(REGISTERS, '--device', 'falcon27', '--shots', '10');
    expect(head).toBe('  left  right');
    expect(first).toMatch(/^ {2}[01]{3} {3}[01]{2} {4}█/);
  });

  it('follow the values of inputs', async () => {
    const text = 'OPENQASM 3.0; input int[8] a; output int[8] b; qubit q; reset q; b = a * 2;';
    const [head, row] = await show(text, '--input', 'a=-21');
    expect(head).toBe('    b');
    expect(row).toMatch(/^ {2}-42 █/);
  });

  it('show arrays as nested lists, and numbers that are not finite', async () => {
    const [head, row] = await showIn(ARRAYS, { COLUMNS: '130' });
    expect(head).toMatch(/^ {2}grid +pairs +none +w +f +huge +__proto__$/);
    expect(row).toContain('{{0, 0, 0}, {-5, 0, 7}}  {{false}, {true}}  {}');
    expect(row).toContain('1.5 - 2im  -0.25  Infinity  1 ');
  });
});

describe('the table of outcomes', () => {
  it('stays within a narrow terminal: cut in the middle, missing columns counted', async () => {
    const lines = await showIn(WIDE, { COLUMNS: '40' });
    expect(lines).toEqual([
      '  wide',
      '  100000..000011 ████████ 1000 100.0 %',
      '  … and 4 more columns',
    ]);
  });

  it('has colours only where they are wanted', async () => {
    const plain = await showIn(TYPED, { NO_COLOR: '1' });
    expect(plain.join('\n')).not.toContain('\u001b');
    const [head] = await showIn(TYPED, { FORCE_COLOR: '1' });
    expect(head).toBe('\u001b[1m  c   flag   n  phi       ok\u001b[22m');
  });

  it('is as wide in ASCII as elsewhere', async () => {
    const ascii = await showIn(WIDE, { LANG: 'C', COLUMNS: '60' });
    expect(ascii[1]).toMatch(/^ {2}100\S+\.\.\S+011 .* #+ 1000 100\.0 %$/);
    expect(ascii[1]!.length).toBeLessThanOrEqual(60);
    // oxlint-disable-next-line no-control-regex
    expect(ascii.join('')).toMatch(/^[\x00-\x7f]*$/);
  });
});

describe('xdv run --json', () => {
  it('has each outcome with its count and its outputs by name, beside the counts', async () => {
    const { counts, outcomes } = await read(TYPED, '--shots', '100');
    expect(counts.map(([bits]) => bits)).toEqual(['00100000000001100111', '10000000011111101000']);
    expect(outcomes.map(({ count }) => count)).toEqual(counts.map(([, count]) => count));
    expect(outcomes.map(({ outputs }) => outputs)).toEqual([
      { c: '11', flag: 1, n: 12, phi: Math.PI / 2, ok: false },
      { c: '00', flag: 0, n: -3, phi: 0, ok: true },
    ]);
  });

  it('has arrays as nested lists, and as text what JSON has no number for', async () => {
    const { outcomes } = await read(ARRAYS);
    const { outputs } = outcomes[0]!;
    expect(Object.keys(outputs)).toContain('__proto__');
    expect({ ...outputs }).toMatchObject({
      grid: [[0, 0, 0], [-5, 0, 7]],
      pairs: [[false], [true]],
      none: [],
      w: { re: 1.5, im: -2 },
      f: -0.25,
      huge: 'Infinity',
    });
    const wide = (await read(WIDE)).outcomes[0]!.outputs;
    expect(wide).toMatchObject({ wide: `1${'0'.repeat(57)}11`, many: '18446744073709551616' });
  });

  it('gives distinct outputs for distinct outcomes, which --input takes back', async () => {
    const io = (way: string) => `${way} bit[2] c;\n${way} angle[3] phi;\n`;
    const spread = `OPENQASM 3.0;
include "stdgates.inc";
${io('output')}qubit[5] q;
h q;
c = measure q[0:1];
bit[3] m = measure q[2:4];
phi = angle[3](m);
`;
    const { counts, outcomes } = await read(spread);
    expect(counts).toHaveLength(32);
    expect(new Set(outcomes.map(({ outputs }) => JSON.stringify(outputs))).size).toBe(32);
    const { c, phi } = outcomes[13]!.outputs;
    const again = `OPENQASM 3.0;\ninput bit[2] c0;\ninput angle[3] phi0;\n${io('output')}
qubit q;\nreset q;\nc = c0;\nphi = phi0;\n`;
    const flags = ['--input', `c0="${String(c)}"`, '--input', `phi0=${String(phi)}`];
    expect((await read(again, ...flags)).counts[0]![0]).toBe(counts[13]![0]);
  });

  it('has no outputs for programs that are not OpenQASM', async () => {
    const cwd = createFolder({ 'ring.rud': RING });
    expect(documentOf(await xdv(cwd, 'run', 'ring.rud', '--json'))).not.toHaveProperty('outcomes');
  });

  it('has no outputs where they would be more than a million values', async () => {
    const text = `OPENQASM 3.0;
include "stdgates.inc";
output array[bool, 20000] a;
qubit[6] q;
h q;
for int i in [0:5] { bit b = measure q[i]; a[i] = b; }
`;
    const { counts, outcomes } = await read(text);
    expect(counts).toHaveLength(64);
    expect(outcomes).toBeUndefined();
  });
});
