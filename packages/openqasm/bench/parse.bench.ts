/**
 * Run with: node --conditions=@xdv/source bench/parse.bench.ts
 * Lines each second of one core, from a text to its tree and to what it means, against the goal of
 * 500,000. The programs: one in the style of QASMBench (OpenQASM 2, gates with angles, one to a
 * line), and one of version 3 with subroutines, loops and classical arithmetic.
 */
import { analyze } from '../src/analysis/analyze.ts';
import { Issues } from '../src/diagnostics/issues.ts';
import { SourceMap, type SourceFile } from '../src/diagnostics/source-map.ts';
import { print } from '../src/print/print.ts';
import { Cursor } from '../src/syntax/cursor.ts';
import { parse } from '../src/syntax/parse.ts';
import { BLOCKS } from '../src/syntax/statements.ts';
import { T } from '../src/syntax/tokens.ts';

const GOAL = 500_000;
const ROUNDS = 15;
const LINES = 20_000;

const gates = (): string => {
  const lines = ['OPENQASM 2.0;', 'include "qelib1.inc";', 'qreg q[20];', 'creg c[20];'];
  for (let k = 0; lines.length < LINES; k++) {
    const [a, b] = [k % 20, (k * 7 + 1 + (k % 20)) % 20];
    const other = b === a ? (a + 1) % 20 : b;
    lines.push(`u1(pi/${2 ** (k % 12)}) q[${a}];`, `cx q[${a}],q[${other}];`);
    lines.push(`rz(${(k * 0.37).toFixed(6)}) q[${b}];`, `h q[${a}];`);
  }
  return `${[...lines, 'measure q -> c;'].join('\n')}\n`;
};

const classical = (): string => {
  const lines = ['OPENQASM 3.0;', 'include "stdgates.inc";', 'qubit[8] q;', 'bit[8] c;'];
  for (let k = 0; lines.length < LINES; k++) {
    lines.push(`def f${k}(int[32] n, qubit a, qubit b) -> bit {`);
    lines.push('  // turns and reads', '  bit r;');
    lines.push('  for int[32] i in [0:n - 1] {', '    rx(pi / (2 * float(i) + 1)) a;');
    lines.push('    if (i % 3 == 0 && n > 2) { h a; } else { ctrl @ z b, a; }', '  }');
    lines.push('  r = measure a;', '  return r;', '}');
    lines.push(`c[${k % 8}] = f${k}(${k}, q[${1 + (k % 7)}], q[0]);`);
  }
  return `${lines.join('\n')}\n`;
};

/** The best of some rounds, in seconds of processor time of all threads. */
const best = (run: () => number): number => {
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.cpuUsage();
    if (run() > 0) throw new Error('the program has errors');
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, user + system);
  }
  return least / 1e6;
};

const opened = (text: string): [SourceMap, SourceFile] => {
  const sources = new SourceMap();
  return [sources, sources.add('bench.qasm', text)];
};

const parsed = (text: string): number => {
  const issues = new Issues();
  parse(opened(text)[1], issues, { ids: { next: 0 } });
  return issues.errors;
};

const analyzed = (text: string): number =>
  analyze(text).diagnostics.filter(({ severity }) => severity === 'error').length;

const tokensOf = (text: string): number => {
  const [, file] = opened(text);
  const cursor = new Cursor({ file, issues: new Issues(), ids: { next: 0 }, blocks: BLOCKS });
  let count = 0;
  for (cursor.advance(); cursor.kind !== T.end; cursor.advance()) count++;
  return count;
};

const line = (what: string, text: string, seconds: number): void => {
  const rate = (text.split('\n').length - 1) / seconds;
  const figures = [
    `${(rate / 1e6).toFixed(2)} M lines/s`,
    `${(text.length / seconds / 1e6).toFixed(1)} MB/s`,
    `${((seconds * 1e9) / tokensOf(text)).toFixed(0)} ns/token`,
    `${(rate / GOAL).toFixed(1)} x goal`,
  ];
  console.log(`  ${what.padEnd(16)} ${figures.map((figure) => figure.padStart(16)).join('')}`);
};

for (const [name, text] of [
  ['gates, version 2', gates()],
  ['classical, version 3', classical()],
] as const) {
  console.log(name);
  line('tokens', text, best(() => (tokensOf(text) > 0 ? 0 : 1)));
  line('parse', text, best(() => parsed(text)));
  line('parse + analyze', text, best(() => analyzed(text)));
  const [sources, file] = opened(text);
  const program = parse(file, new Issues(), { ids: { next: 0 } });
  const printed = best(() => (print(program, sources).length > 0 ? 0 : 1));
  line('print', text, printed);
}
