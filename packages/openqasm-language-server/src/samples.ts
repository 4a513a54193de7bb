const HEAD = `OPENQASM 3.0;
include "stdgates.inc";
const int[32] size = 2 + 2 * 3;
qubit[size] q;
bit[size] c;
input angle[16] tilt;
float[64] sum = 0.0;
int[32] count = 0;
uint[16] total;
array[int[16], 4] found = {1, 2, 3, 4};
let pair = q[0:1];
// Turns a qubit about two axes.
gate turn(a, b) t { rx(a / 2) t; U(0, 0, b) t; pow(2) @ h t; }
gate swapped a, b { cx a, b; ctrl @ x b, a; cx a, b; }
def flip(qubit t, int[32] n, mutable array[int[16], 4] into) -> bit {
  if (n > 3 && n != 7) { x t; } else { into[n] += 1; }
  return measure t;
}
`;

/** Statements of every kind that programs consist of; `k` keeps one block from being the next. */
const block = (k: number): string => `
turn(pi / ${k + 1}, -tilt) q[${k}];
h q; cx q[${k % 4}], q[${4 + (k % 4)}]; barrier q[0:3], q[5];
ctrl(2) @ inv @ rz(2 * ${k} + 0.25) q[0], q[1], q[{2, 3}];
ctrl @ rz(tilt) q[${k}], q[${(k + 3) % 8}]; negctrl @ y q[0], q[${1 + (k % 7)}]; swapped q[4], q[1];
c[${k}] = measure q[${k}]; measure pair -> c[0:1]; reset pair;
count += ${k} << 1; sum = sin(sum) ** 2 + float(count); // counts
if (c[${k}] == 1 || count >= ${k}) { count -= 1; } else x q[1];
for uint i in [0:2:6] { cx q[i], q[i + 1]; if (i == 4) continue; }
for int j in [0:${k + 1}] { total += j; rx(0.5 * j) q[j % 2]; } for bit b in c { x q[0]; }
while (count < ${k}) { count = count + 1; break; }
switch (count) { case 1, 2 { y q[0]; } default { z q[0]; } }
c[0] = flip(q[${k}], count, found); found[1] = 0x${k}f ^ ~3;
box [100ns] { delay[${k}us] q[0]; } /* takes time */
`;

const OLD_HEAD = `OPENQASM 2.0;
include "qelib1.inc";
qreg q[4]; creg c[4];
gate turn(a) x, y { u3(a/2, -a, 0) x; cx x, y; }
`;

const oldBlock = (k: number): string => `
turn(pi/${k + 1}) q[0], q[${1 + (k % 3)}]; h q; u2(0, pi) q[${k % 4}]; // turns
barrier q; measure q -> c; if (c == ${k}) x q[0];
`;

const blocks = (one: (k: number) => string): string =>
  Array.from({ length: 8 }, (_, k) => one(k)).join('');

/** Programs that use most of the language, in both versions. */
export const SOUND: readonly string[] = [HEAD + blocks(block), OLD_HEAD + blocks(oldBlock)];

/** A program as it is while it is being typed. */
export const BROKEN = `${HEAD}x unknown; int[4 broken = 2;\nh q[9]; count = "no";${block(1)}`;
