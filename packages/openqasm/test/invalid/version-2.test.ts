import { refuses, VERSION_2 } from './support.ts';

refuses('version 2', VERSION_2, [
  [
    'a gate of qelib1 is not defined again',
    'NAME_TAKEN',
    'gate ‹h› a { }',
    'gate rzz(t1) a, b { cx a, b; u1(t1) b; cx a, b; }',
  ],
  ['the gates of the language are not either', 'NOT_IN_VERSION', 'gate ‹CX› a, b { }'],
  [
    'a register is declared once',
    'NAME_TAKEN',
    'qreg q[2];\ncreg ‹q›[2];',
    'qreg q[2];\ncreg c[2];',
  ],
  [
    'a register is declared before it is used',
    'NAME_UNKNOWN',
    'h ‹q›;\nqreg q[2];',
    'qreg q[2];\nh q;',
  ],
  ['a register has a positive size', 'WIDTH_INVALID', 'qreg q[‹0›];', 'qreg q[1];'],
  ['a register of bits too', 'WIDTH_INVALID', 'creg c[‹0›];', 'creg c[1];'],
  ['an index is below the size', 'INDEX_RANGE', 'qreg q[2];\nh q[‹2›];', 'qreg q[2];\nh q[1];'],
  [
    'registers in one operation have one size',
    'BROADCAST_SIZES',
    'qreg a[2];\nqreg b[3];\ncx a, ‹b›;',
    'qreg a[2];\nqreg b[2];\ncx a, b;',
  ],
  [
    'no qubit is in one operation twice',
    'QUBIT_REPEATED',
    'qreg q[2];\ncx q[0], ‹q[0]›;',
    'qreg q[2];\ncx q[0], q[1];',
  ],
  ['a gate takes its number of qubits', 'QUBIT_COUNT', 'qreg q[2];\n‹cx› q[0];'],
  ['and of angles', 'ARGUMENT_COUNT', 'qreg q[2];\n‹u1› q[0];', 'qreg q[2];\nu1(1/2) q[0];'],
  [
    'an opaque gate too',
    'ARGUMENT_COUNT',
    'opaque magic(a) q;\nqreg r[1];\n‹magic› r[0];',
    'opaque magic(a) q;\nqreg r[1];\nmagic(pi) r[0];',
  ],
  ['a gate is defined before it is used', 'NAME_UNKNOWN', 'gate a q { ‹b› q; }\ngate b q { }'],
  ['a gate does not call itself', 'RECURSION', 'gate g a { ‹g› a; }'],
  ['a gate sees its own qubits only', 'NAME_UNKNOWN', 'qreg r[2];\ngate g a { cx a, ‹r›; }'],
  ['a gate does not measure', 'NOT_IN_GATE', 'creg c[1];\ngate g a { ‹measure a -> c[0];› }'],
  [
    'a gate does not reset',
    'NOT_IN_GATE',
    'gate g a { ‹reset a;› }',
    'gate g a { barrier a; h a; }',
  ],
  [
    'registers are measured into registers',
    'BROADCAST_SIZES',
    'qreg q[2];\ncreg c[3];\nmeasure q -> ‹c›;',
    'qreg q[2];\ncreg c[2];\nmeasure q -> c;',
  ],
  [
    'bits into bits',
    'TYPE_MISMATCH',
    'qreg q[2];\ncreg c[2];\nmeasure q[0] -> ‹c›;',
    'qreg q[2];\ncreg c[2];\nmeasure q[0] -> c[0];',
  ],
  ['only qubits are measured', 'TYPE_MISMATCH', 'creg a[2];\ncreg c[2];\nmeasure ‹a› -> c;'],
  ['only into bits', 'NOT_ASSIGNABLE', 'qreg a[2];\nqreg c[2];\nmeasure a -> ‹c›;'],
  [
    'a condition is about bits',
    'OPERATOR_TYPES',
    'qreg q[2];\nif (‹q == 1›) h q[0];',
    'qreg q[2];\ncreg c[2];\nif (c == 1) h q[0];',
  ],
  ['pi is no name of a register', 'NAME_RESERVED', 'creg ‹pi›[2];', 'creg tau[2];'],
  [
    'tau is no constant',
    'NAME_UNKNOWN',
    'qreg q[2];\nu1(‹tau›) q[0];',
    'qreg q[2];\nu1(2*pi) q[0];',
  ],
  [
    'a root has a value',
    'CONSTANT_INVALID',
    'qreg q[2];\nu1(‹sqrt(-1)›) q[0];',
    'qreg q[2];\nu1(sqrt(2)) q[0];',
  ],
  [
    'a logarithm is written ln',
    'NAME_UNKNOWN',
    'qreg q[2];\nu1(‹log›(2)) q[0];',
    'qreg q[2];\nu1(ln(2)) q[0];',
  ],
]);

refuses('version 2 without qelib1', 'OPENQASM 2.0;\n', [
  [
    'its gates are not known',
    'NAME_UNKNOWN',
    'qreg q[2];\n‹h› q[0];',
    'qreg q[2];\nU(0, 0, pi) q[0];\nCX q[0], q[1];',
  ],
]);
