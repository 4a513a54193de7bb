import { Choices } from './choices.ts';

const GATES: readonly (readonly [name: string, params: number, qubits: number])[] = [
  ['h', 0, 1],
  ['cx', 0, 2],
  ['U', 3, 1],
  ['CX', 0, 2],
  ['x', 0, 1],
  ['t', 0, 1],
  ['sdg', 0, 1],
  ['u1', 1, 1],
  ['u2', 2, 1],
  ['u3', 3, 1],
  ['rx', 1, 1],
  ['rz', 1, 1],
  ['cz', 0, 2],
  ['ccx', 0, 3],
  ['own', 1, 2],
];

const ANGLES = [
  'pi/2', '-pi/4', '0.3', 'sin(pi/3)', '2^2', '(1+2)*pi', 'sqrt(2)', 'ln(3.0)', '1/2', '-3/2*pi',
];

const operands = (choose: Choices, count: number): string[] => {
  const free = ['q[0]', 'q[1]', 'r[0]', 'r[1]'];
  return Array.from({ length: count }, () => free.splice(choose.below(free.length), 1)[0]!);
};

const gateCall = (choose: Choices): string => {
  const [name, params, qubits] = choose.pick(GATES);
  const args = Array.from({ length: params }, () => choose.pick(ANGLES));
  const list = params > 0 ? `(${args.join(',')})` : '';
  const whole = qubits < 3 && choose.rarely(4);
  const on = whole ? ['q', 'r'].slice(0, qubits) : operands(choose, qubits);
  return `${name}${list} ${on.join(',')};`;
};

const measure = (choose: Choices): string =>
  `measure ${choose.pick(['q', 'r'])}[${choose.below(2)}] -> c[${choose.below(3)}];`;

const statement = (choose: Choices): string =>
  choose.any(
    () => gateCall(choose),
    () => gateCall(choose),
    () => gateCall(choose),
    () => measure(choose),
    () => `if(c==${choose.below(4)}) ${gateCall(choose)}`,
    () => choose.pick(['barrier q,r;', 'barrier q[1],r[0];', 'reset r[0];', 'measure q -> d;']),
  );

/** A valid program of version 2 that the numbers decide on. */
export const writeVersion2 = (numbers: readonly number[]): string => {
  const choose = new Choices(numbers);
  const lines = [
    'OPENQASM 2.0;',
    'include "qelib1.inc";',
    'opaque unused(a) s,t;',
    'gate own(a) s,t { U(a/2,0,-a) s; cx s,t; barrier s,t; u1(a*2) t; }',
    'qreg q[2]; qreg r[2];',
    'creg c[3]; creg d[2];',
  ];
  for (let k = 0; k < 8; k++) lines.push(statement(choose));
  return `${lines.join('\n')}\n`;
};
