/** A program of about `lines` lines that uses most of the language. */
export const longProgram = (lines: number): string => {
  const head = [
    'OPENQASM 3.0;',
    'include "stdgates.inc";',
    'qubit[16] q;',
    'bit[16] c;',
    'int[32] total = 0;',
    'gate turn(theta) a, b { rx(theta / 2) a; cx a, b; rz(theta) b; }',
    'def flip(qubit a, int[32] n) -> bit { if (n > 3) { x a; } return measure a; }',
  ];
  const body = Array.from({ length: lines }, (_, k) => {
    const [a, b] = [k % 16, (k + 5) % 16];
    switch (k % 6) {
      case 0:
        return `turn(pi / ${1 + (k % 7)}) q[${a}], q[${b}];`;
      case 1:
        return `if (c[${a}] == 1) { total += ${k % 9}; } // keeps count`;
      case 2:
        return `c[${b}] = measure q[${b}];`;
      case 3:
        return `ctrl @ inv @ rz(2 * ${k % 5} + 0.25) q[${a}], q[${b}];`;
      case 4:
        return `c[${a}] = flip(q[${a}], total);`;
      default:
        return `for int i in [0:3] { cx q[i], q[i + ${1 + (k % 8)}]; }`;
    }
  });
  return `${[...head, ...body].slice(0, lines).join('\n')}\n`;
};
