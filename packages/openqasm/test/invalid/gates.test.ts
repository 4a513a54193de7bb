import { refuses, VERSION_3 } from './support.ts';

refuses('broadcasting', VERSION_3, [
  [
    'registers in one operation have one size',
    'BROADCAST_SIZES',
    'qubit[2] a;\nqubit[3] b;\ncx a, ‹b›;',
    'qubit[3] a;\nqubit[3] b;\ncx a, b;',
  ],
  [
    'single qubits between them do not matter',
    'BROADCAST_SIZES',
    'qubit[1] a;\nqubit[3] b;\nqubit[2] d;\nccx a[0], b, ‹d›;',
    'qubit[1] a;\nqubit[3] b;\nqubit[3] d;\nccx a[0], b, d;',
  ],
  [
    'a register of one qubit is a register',
    'BROADCAST_SIZES',
    'qubit[1] a;\nqubit[2] b;\ncx a, ‹b›;',
    'qubit a;\nqubit[2] b;\ncx a, b;',
  ],
  [
    'parts of registers count as registers',
    'BROADCAST_SIZES',
    'qubit[5] q;\ncx q[0:1], ‹q[2:4]›;',
    'qubit[5] q;\ncx q[0:1], q[2:3];',
  ],
]);

refuses('qubits of an operation are different', VERSION_3, [
  ['single qubits', 'QUBIT_REPEATED', 'qubit q;\ncx q, ‹q›;', 'qubit q;\nqubit r;\ncx q, r;'],
  [
    'elements of a register',
    'QUBIT_REPEATED',
    'qubit[3] q;\ncx q[1], ‹q[1]›;',
    'qubit[3] q;\ncx q[1], q[2];',
  ],
  [
    'counted from both ends',
    'QUBIT_REPEATED',
    'qubit[3] q;\ncx q[2], ‹q[-1]›;',
    'qubit[3] q;\ncx q[2], q[-2];',
  ],
  ['whole registers', 'QUBIT_REPEATED', 'qubit[3] q;\ncx q, ‹q›;'],
  [
    'an element and its register',
    'QUBIT_REPEATED',
    'qubit[3] q;\ncx q[0], ‹q›;',
    'qubit[3] q;\nqubit r;\ncx r, q;',
  ],
  ['physical qubits', 'QUBIT_REPEATED', 'cx $1, ‹$1›;', 'cx $0, $1;'],
  ['the first and the last of three', 'QUBIT_REPEATED', 'qubit[3] q;\nccx q[0], q[1], ‹q[0]›;'],
  [
    'an alias and its register',
    'QUBIT_REPEATED',
    'qubit[3] q;\nlet a = q[1];\ncx a, ‹q[1]›;',
    'qubit[3] q;\nlet a = q[1];\ncx a, q[2];',
  ],
  [
    'an element of an alias',
    'QUBIT_REPEATED',
    'qubit[4] q;\nlet a = q[1:3];\ncx a[0], ‹q[1]›;',
    'qubit[4] q;\nlet a = q[1:3];\ncx a[0], q[0];',
  ],
  [
    'an element of joined registers',
    'QUBIT_REPEATED',
    'qubit[2] q;\nqubit[2] r;\nlet a = q ++ r;\ncx a[2], ‹r[0]›;',
    'qubit[2] q;\nqubit[2] r;\nlet a = q ++ r;\ncx a[2], r[1];',
  ],
  [
    'ranges at the same place',
    'QUBIT_REPEATED',
    'qubit[4] q;\ncx q[0:2:2], ‹q[0:1]›;',
    'qubit[4] q;\ncx q[0:1], q[1:2];',
  ],
  [
    'ranges that cross',
    'QUBIT_REPEATED',
    'qubit[3] q;\ncx q[0:2], ‹q[2:-1:0]›;',
    'qubit[4] q;\ncx q[0:3], q[3:-1:0];',
  ],
  [
    'a set and a range',
    'QUBIT_REPEATED',
    'qubit[4] q;\ncx q[{3, 1}], ‹q[0:1]›;',
    'qubit[4] q;\ncx q[{3, 1}], q[1:2];',
  ],
  [
    'controls and targets',
    'QUBIT_REPEATED',
    'qubit[3] q;\nctrl @ x q[0], ‹q[0]›;',
    'qubit[3] q;\nctrl @ x q[0], q[1];',
  ],
  [
    'many controls',
    'QUBIT_REPEATED',
    'qubit[6] q;\nctrl(4) @ x q[0], q[1], q[2], q[3], ‹q[0]›;',
    'qubit[6] q;\nctrl(4) @ x q[0], q[1], q[2], q[3], q[4];',
  ],
  [
    'the qubits of a gate in its body',
    'QUBIT_REPEATED',
    'gate g a, b { cx a, ‹a›; }',
    'gate g a, b { cx a, b; }',
  ],
]);

refuses('calls of gates', VERSION_3, [
  ['too few qubits', 'QUBIT_COUNT', 'qubit q;\n‹cx› q;', 'qubit q;\nh q;'],
  ['too many qubits', 'QUBIT_COUNT', 'qubit[2] q;\nh q[0], ‹q[1]›;', 'qubit[2] q;\ncx q[0], q[1];'],
  ['too few angles', 'ARGUMENT_COUNT', 'qubit q;\n‹rx› q;', 'qubit q;\nrx(pi) q;'],
  ['too many angles', 'ARGUMENT_COUNT', 'qubit q;\nrx(pi, ‹1›) q;'],
  ['angles for a gate without any', 'ARGUMENT_COUNT', 'qubit q;\nh(‹pi›) q;', 'qubit q;\nh() q;'],
  [
    'the built-in U takes three angles',
    'ARGUMENT_COUNT',
    'qubit q;\n‹U›(0, 0) q;',
    'qubit q;\nU(0, 0, 0) q;',
  ],
  [
    'the global phase takes no qubit',
    'QUBIT_COUNT',
    'qubit q;\ngphase(pi) ‹q›;',
    'qubit q;\nctrl @ gphase(pi) q;',
  ],
  ['a bit is no qubit', 'TYPE_MISMATCH', 'bit c;\nh ‹c›;', 'qubit c;\nh c;'],
  ['a variable is no qubit', 'TYPE_MISMATCH', 'array[int, 2] a;\nh ‹a[0]›;'],
  ['an angle is no truth value', 'TYPE_MISMATCH', 'qubit q;\nrx(‹true›) q;', 'qubit q;\nrx(1) q;'],
  [
    'an angle is no register',
    'TYPE_MISMATCH',
    'qubit q;\nbit[4] c;\nrx(‹c›) q;',
    'qubit q;\nbit[4] c;\nrx(angle[4](c)) q;',
  ],
  ['an angle is not complex', 'TYPE_MISMATCH', 'qubit q;\nrx(‹2im›) q;'],
  [
    'an angle is no duration',
    'TYPE_MISMATCH',
    'qubit q;\nrx(‹2ns›) q;',
    'qubit q;\nrx(2ns / 1ns) q;',
  ],
  [
    'a gate lasts for a time',
    'TYPE_MISMATCH',
    'qubit q;\nrx(pi)[‹20›] q;',
    'qubit q;\nrx(pi)[20ns] q;',
  ],
  [
    'a gate does not last less than no time',
    'VALUE_RANGE',
    'qubit q;\nrx(pi)[‹-20ns›] q;',
    'qubit q;\nrx(pi)[0ns] q;',
  ],
  [
    'an unknown gate is reported once',
    'NAME_UNKNOWN',
    'qubit[2] q;\n‹foo›(1, 2) q;\nfoo q[0], q[0];',
  ],
]);

refuses('modifiers', VERSION_3, [
  [
    'the number of controls is constant',
    'NOT_CONSTANT',
    'int n = 2;\nqubit[3] q;\nctrl(‹n›) @ x q[0], q[1], q[2];',
    'const int n = 2;\nqubit[3] q;\nctrl(n) @ x q[0], q[1], q[2];',
  ],
  [
    'the number of controls is positive',
    'MODIFIER_INVALID',
    'qubit[3] q;\nctrl(‹0›) @ x q[0];',
    'qubit[3] q;\nctrl(1) @ x q[0], q[1];',
  ],
  ['so is that of negative controls', 'MODIFIER_INVALID', 'qubit[3] q;\nnegctrl(‹-1›) @ x q[0];'],
  [
    'the number of controls is an integer',
    'TYPE_MISMATCH',
    'qubit[3] q;\nctrl(‹1.5›) @ x q[0], q[1];',
  ],
  ['controls have a limit', 'TOO_LARGE', 'qubit[3] q;\nctrl(‹100000›) @ x q[0], q[1];'],
  [
    'each control takes a qubit',
    'QUBIT_COUNT',
    'qubit[3] q;\nctrl @ ‹x› q[0];',
    'qubit[3] q;\nctrl @ x q[0], q[1];',
  ],
  [
    'and no more than one',
    'QUBIT_COUNT',
    'qubit[4] q;\nctrl @ negctrl @ x q[0], q[1], q[2], ‹q[3]›;',
    'qubit[4] q;\nctrl @ negctrl @ x q[0], q[1], q[2];',
  ],
  [
    'a register is not several controls',
    'QUBIT_COUNT',
    'qubit[3] q;\nqubit r;\nctrl(3) @ ‹x› q, r;',
    'qubit[3] q;\nqubit r;\nctrl @ x q, r;',
  ],
  [
    'a power is a number',
    'TYPE_MISMATCH',
    'qubit q;\npow(‹true›) @ x q;',
    'qubit q;\npow(0.5) @ x q;',
  ],
  [
    'a power is not complex',
    'TYPE_MISMATCH',
    'qubit q;\npow(‹2im›) @ x q;',
    'qubit q;\nint k = 2;\npow(k) @ x q;',
  ],
  [
    'an inverse adds no qubit',
    'QUBIT_COUNT',
    'qubit[2] q;\ninv @ x q[0], ‹q[1]›;',
    'qubit[2] q;\ninv @ x q[0];',
  ],
  ['only gates have modifiers', 'WRONG_KIND', 'def f(qubit a) { }\nqubit q;\ninv @ ‹f› q;'],
]);

refuses('definitions of gates', VERSION_3, [
  [
    'the qubits of a gate are single',
    'INDEX_TYPE',
    'gate g a { U(0, 0, 0) ‹a[0]›; }',
    'gate g a { U(0, 0, 0) a; }',
  ],
  ['a gate does not call itself', 'RECURSION', 'gate g a { ‹g› a; }', 'gate g a { h a; }'],
  ['a gate declares no register', 'NOT_IN_GATE', 'gate g a { ‹bit[2] c;› }'],
  ['a gate declares no variable', 'NOT_IN_GATE', 'gate g a { ‹int i = 1;› }'],
  [
    'a gate does not measure',
    'NOT_IN_GATE',
    'gate g a { ‹measure a›; }',
    'def g(qubit a) { measure a; }',
  ],
  ['not into anything either', 'NOT_IN_GATE', 'gate g a { ‹c = measure a;› }'],
  [
    'a gate does not reset',
    'NOT_IN_GATE',
    'gate g a { ‹reset a;› }',
    'def g(qubit a) { reset a; }',
  ],
  ['a gate assigns nothing', 'NOT_IN_GATE', 'gate g(t1) a { ‹t1 = 1;› }'],
  [
    'a gate calls no subroutine',
    'NOT_IN_GATE',
    'def f() -> float { return 1; }\ngate g a { rx(‹f()›) a; }',
    'const float f = 1;\ngate g a { rx(f) a; }',
  ],
  ['a gate calls no extern', 'NOT_IN_GATE', 'extern f(int) -> float;\ngate g a { rx(‹f(1)›) a; }'],
  [
    'a gate has no open loop',
    'NOT_IN_GATE',
    'gate g a { ‹while (true) h a;› }',
    'gate g a { for int i in [0:1] h a; }',
  ],
  ['a gate does not end the program', 'NOT_IN_GATE', 'gate g a { ‹end;› }'],
  [
    'a gate knows no physical qubit',
    'NOT_IN_GATE',
    'gate g a { cx a, ‹$0›; }',
    'def g(qubit a) { cx a, $0; }',
  ],
  ['a gate has no calibration', 'NOT_IN_GATE', 'gate g a { ‹cal { }› }'],
  [
    'what a loop in a gate does is checked too',
    'NOT_IN_GATE',
    'gate g a { for int i in [0:1] { ‹reset a;› } }',
  ],
  [
    'an angle is no qubit',
    'TYPE_MISMATCH',
    'gate g(t1) a { h ‹t1›; }',
    'gate g(t1) a { rx(t1) a; }',
  ],
  ['a qubit is no angle', 'TYPE_MISMATCH', 'gate g(t1) a { rx(‹a›) a; }'],
  [
    'an angle has no bits',
    'INDEX_TYPE',
    'gate g(t1) a { if (‹t1[0]›) h a; }',
    'gate g(t1) a { if (t1 > 0) h a; }',
  ],
]);
