import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BELL, createFolder, documentOf, xdv } from './support.ts';

const UNTIDY = 'OPENQASM 3.0;\ninclude   "stdgates.inc";\nqubit q ; // data\nh    q;\n';
const TIDY = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit q; // data\nh q;\n';
const TWO_ERRORS = 'OPENQASM 3.0;\nqubit q\nint[8] n = true + "01";\nmissing q;\n';
const INPUT = `OPENQASM 3.0;
include "stdgates.inc";
input float theta;
qubit q;
rx(theta) q;
`;
const LOOP = `OPENQASM 3.0;
include "stdgates.inc";
qubit q;
bit c;
int[4] n = 0;
while (!c) {
  reset q;
  h q;
  c = measure q;
}
`;

describe('xdv qasm check', () => {
  it('says that correct programs are, and ends with 0', async () => {
    const cwd = createFolder({ 'a.qasm': BELL, 'b.qasm': TIDY });
    const { code, stdout } = await xdv(cwd, 'qasm', 'check', 'a.qasm', 'b.qasm');
    expect(code).toBe(0);
    expect(stdout).toBe('ok 2 files, 0 errors, 0 warnings\n');
  });

  it('shows every error with its place, code, line and hint, and ends with 3', async () => {
    const cwd = createFolder({ 'bad.qasm': TWO_ERRORS });
    const { code, stdout } = await xdv(cwd, 'qasm', 'check', 'bad.qasm');
    expect(code).toBe(3);
    expect(stdout).toMatch(/^bad\.qasm:2:8: error SYNTAX: /m);
    expect(stdout).toMatch(/^bad\.qasm:4:1: error NAME_UNKNOWN: .*'missing'/m);
    expect(stdout).toMatch(/^ {2}missing q;\n {2}\^{7}$/m);
    expect(stdout).toMatch(/^not ok 1 file, \d errors, 0 warnings$/m);
  });

  it('gives the same as JSON', async () => {
    const cwd = createFolder({ 'bad.qasm': TWO_ERRORS });
    const ended = await xdv(cwd, 'qasm', 'check', 'bad.qasm', '--json');
    const { ok, diagnostics } = documentOf(ended) as { ok: boolean; diagnostics: object[] };
    expect(ok).toBe(false);
    expect(diagnostics).toContainEqual(
      expect.objectContaining({ code: 'NAME_UNKNOWN', line: 4, column: 1, file: 'bad.qasm' }),
    );
  });

  it('follows includes from the folder of the file', async () => {
    const library = 'include "stdgates.inc";\ngate twice a { x a; x a; }\n';
    const text = 'OPENQASM 3.0;\ninclude "mine.inc";\nqubit q;\ntwice q;\n';
    const cwd = createFolder({ 'mine.inc': library, 'main.qasm': text });
    expect((await xdv(cwd, 'qasm', 'check', 'main.qasm')).code).toBe(0);
  });
});

describe('xdv qasm format', () => {
  it('prints the canonical form', async () => {
    const cwd = createFolder({ 'a.qasm': UNTIDY });
    const { code, stdout } = await xdv(cwd, 'qasm', 'format', 'a.qasm');
    expect([code, stdout]).toEqual([0, TIDY]);
  });

  it('writes it to the files with --write, once', async () => {
    const cwd = createFolder({ 'a.qasm': UNTIDY, 'b.qasm': TIDY });
    const first = await xdv(cwd, 'qasm', 'format', '--write', 'a.qasm', 'b.qasm');
    expect(first.stdout).toBe('a.qasm: formatted\n');
    expect(readFileSync(join(cwd, 'a.qasm'), 'utf8')).toBe(TIDY);
    expect((await xdv(cwd, 'qasm', 'format', '--write', 'a.qasm', 'b.qasm')).stdout).toBe('');
  });

  it('only looks with --check, and ends with 3 if something is not formatted', async () => {
    const cwd = createFolder({ 'a.qasm': UNTIDY, 'b.qasm': TIDY });
    expect((await xdv(cwd, 'qasm', 'format', '--check', 'b.qasm')).code).toBe(0);
    const { code, stdout } = await xdv(cwd, 'qasm', 'format', '--check', 'a.qasm', 'b.qasm');
    expect([code, stdout]).toEqual([3, 'a.qasm: not formatted\n']);
    expect(readFileSync(join(cwd, 'a.qasm'), 'utf8')).toBe(UNTIDY);
  });

  it('leaves alone what it cannot read', async () => {
    const cwd = createFolder({ 'bad.qasm': TWO_ERRORS });
    const { code, stderr } = await xdv(cwd, 'qasm', 'format', '--write', 'bad.qasm');
    expect(code).toBe(3);
    expect(stderr).toContain('QASM_SYNTAX');
    expect(readFileSync(join(cwd, 'bad.qasm'), 'utf8')).toBe(TWO_ERRORS);
  });
});

describe('xdv qasm lower and stats', () => {
  it('list a circuit, with values for its inputs', async () => {
    const cwd = createFolder({ 'in.qasm': INPUT });
    const given = await xdv(cwd, 'qasm', 'lower', 'in.qasm', '--input', 'theta=0.5');
    expect([given.code, given.stdout]).toEqual([0, 'rx(0.5) q\n']);
    const missing = await xdv(cwd, 'qasm', 'lower', 'in.qasm');
    expect(missing.code).toBe(3);
    expect(missing.stderr).toMatch(/theta/);
    expect((await xdv(cwd, 'qasm', 'lower', 'in.qasm', '--input', 'theta')).code).toBe(2);
  });

  it('give the circuit as JSON, for other tools', async () => {
    const cwd = createFolder({ 'bell.qasm': BELL });
    const document = documentOf(await xdv(cwd, 'qasm', 'lower', 'bell.qasm', '--json'));
    expect(document).toMatchObject({ ok: true, circuit: { qubits: 2, bits: 2 } });
  });

  it('count what there is', async () => {
    const cwd = createFolder({ 'bell.qasm': BELL });
    const { stdout } = await xdv(cwd, 'qasm', 'stats', 'bell.qasm');
    expect(stdout).toMatch(/OpenQASM 3\n {2}qubits +2\n/);
    expect(stdout).toMatch(/two-qubit gates +1\n/);
    expect(stdout).toMatch(/ cx .* 50\.0 %/);
    const document = documentOf(await xdv(cwd, 'qasm', 'stats', 'bell.qasm', '--json'));
    expect(document).toMatchObject({ depth: 3, gates: [['cx', 1], ['h', 1]] });
  });
});

describe('--device', () => {
  const FAR = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[6] q;\nbit[6] c;\nh q[0];\n';
  const star = `${FAR}for int i in [1:5] { cx q[0], q[i]; }\nc = measure q;\n`;

  it('fits a circuit to the gates and couplings of a device', async () => {
    const cwd = createFolder({ 'star.qasm': star });
    const { stdout } = await xdv(cwd, 'qasm', 'lower', 'star.qasm', '--device', 'falcon27');
    expect(new Set(stdout.match(/^[a-z]+/gm))).toEqual(
      new Set(['rz', 'sx', 'cx', 'measure', 'gphase']),
    );
    const drawn = await xdv(cwd, 'draw', 'star.qasm', '--device', 'falcon27');
    expect(drawn.stdout).toMatch(/^ *\$26: ─/m);
    const unknown = await xdv(cwd, 'qasm', 'stats', 'star.qasm', '--device', 'none');
    expect([unknown.code, /falcon27/.test(unknown.stderr)]).toEqual([2, true]);
  });

  it('runs it there: noisy, but the two outcomes that it should have lead', async () => {
    const cwd = createFolder({ 'star.qasm': star });
    const flags = ['--device', 'falcon27', '--shots', '400', '--json'];
    const document = documentOf(await xdv(cwd, 'run', 'star.qasm', ...flags));
    const { counts } = document['result'] as { counts: [string, number][] };
    const leading = counts.toSorted((a, b) => b[1] - a[1]).slice(0, 2);
    expect(leading.map(([outcome]) => outcome).sort()).toEqual(['000000', '111111']);
  });
});

describe('xdv draw', () => {
  it('draws a circuit as text', async () => {
    const cwd = createFolder({ 'bell.qasm': BELL });
    const { code, stdout } = await xdv(cwd, 'draw', 'bell.qasm');
    expect(code).toBe(0);
    expect(stdout).toContain('q[0]: ─┤ h ├────●────┤ M ├');
    expect(stdout).toMatch(/c\[2\]: ═+╩═+╩═+/);
  });

  it('draws loops and conditions between fences', async () => {
    const cwd = createFolder({ 'loop.qasm': LOOP });
    expect((await xdv(cwd, 'draw', 'loop.qasm')).stdout).toMatch(/┤ while .* ├.*┤ end ├/);
  });

  it('prints SVG with --svg, and either as JSON', async () => {
    const cwd = createFolder({ 'bell.qasm': BELL });
    const { stdout } = await xdv(cwd, 'draw', 'bell.qasm', '--svg');
    expect(stdout).toMatch(/^<svg [^]*<\/svg>\n$/);
    const document = documentOf(await xdv(cwd, 'draw', 'bell.qasm', '--json'));
    expect(document).toMatchObject({ ok: true, drawing: expect.stringContaining('┤ h ├') });
  });
});

describe('xdv run', () => {
  it('runs a program that loops on its own outcomes', async () => {
    const cwd = createFolder({ 'loop.qasm': LOOP });
    const document = documentOf(await xdv(cwd, 'run', 'loop.qasm', '--shots', '50', '--json'));
    expect(document).toMatchObject({ ok: true, result: { counts: [['1', 50]] } });
  });
});
