import { refuses, VERSION_3 } from './support.ts';

refuses('calls of subroutines', VERSION_3, [
  [
    'too few arguments',
    'ARGUMENT_COUNT',
    'def f(int a, int b) { }\n‹f›(1);',
    'def f(int a, int b) { }\nf(1, 2);',
  ],
  ['too many arguments', 'ARGUMENT_COUNT', 'def f(int a) { }\nf(1, ‹2›);'],
  [
    'an argument fits its parameter',
    'TYPE_MISMATCH',
    'def f(int a) { }\nf(‹1.5›);',
    'def f(float a) { }\nf(1.5);',
  ],
  [
    'a qubit is passed for a qubit',
    'TYPE_MISMATCH',
    'def f(qubit a) { }\nint i;\nf(‹i›);',
    'def f(qubit a) { }\nf($0);',
  ],
  [
    'a register is not passed for a qubit',
    'TYPE_MISMATCH',
    'def f(qubit a) { }\nqubit[2] q;\nf(‹q›);',
    'def f(qubit a) { }\nqubit[2] q;\nf(q[0]);',
  ],
  [
    'a register has the size of the parameter',
    'TYPE_MISMATCH',
    'def f(qubit[3] a) { }\nqubit[2] q;\nf(‹q›);',
    'def f(qubit[2] a) { }\nqubit[2] q;\nf(q);',
  ],
  [
    'a qubit is not passed for a register',
    'TYPE_MISMATCH',
    'def f(qubit[1] a) { }\nqubit q;\nf(‹q›);',
  ],
  [
    'no qubit is passed twice',
    'QUBIT_REPEATED',
    'def f(qubit a, qubit b) { }\nqubit q;\nf(q, ‹q›);',
    'def f(qubit a, qubit b) { }\nqubit q;\nqubit r;\nf(q, r);',
  ],
  [
    'not as part of a register',
    'QUBIT_REPEATED',
    'def f(qubit[3] a, qubit b) { }\nqubit[3] q;\nf(q, ‹q[1]›);',
    'def f(qubit[3] a, qubit b) { }\nqubit[4] q;\nf(q[0:2], q[3]);',
  ],
  [
    'not at another position either',
    'QUBIT_REPEATED',
    'def f(qubit[2] a, qubit[2] b) { }\nqubit[3] q;\nf(q[0:1], ‹q[1:2]›);',
    'def f(qubit[2] a, qubit[2] b) { }\nqubit[4] q;\nf(q[0:1], q[2:3]);',
  ],
  ['a call without a result is no value', 'OPERATOR_TYPES', 'def f() { }\nint a = ‹f() + 1›;'],
  [
    'the result fits where it goes',
    'TYPE_MISMATCH',
    'def f() -> float { return 1; }\nint a = ‹f()›;',
    'def f() -> int { return 1; }\nint a = f();',
  ],
  [
    'an extern has a signature too',
    'TYPE_MISMATCH',
    'extern f(int) -> float;\nfloat a = f(‹1ns›);',
    'extern f(int) -> float;\nfloat a = f(1);',
  ],
  ['and a number of arguments', 'ARGUMENT_COUNT', 'extern f() -> float;\nfloat a = f(‹1›);'],
]);

refuses('arrays in subroutines', VERSION_3, [
  [
    'an array has the items of the parameter',
    'TYPE_MISMATCH',
    'def f(readonly array[int[8], 2] a) { }\narray[int[16], 2] b;\nf(‹b›);',
    'def f(readonly array[int[8], 2] a) { }\narray[int[8], 2] b;\nf(b);',
  ],
  [
    'and its sizes',
    'TYPE_MISMATCH',
    'def f(readonly array[int[8], 2] a) { }\narray[int[8], 3] b;\nf(‹b›);',
  ],
  [
    'and its number of dimensions',
    'TYPE_MISMATCH',
    'def f(readonly array[int[8], #dim = 2] a) { }\narray[int[8], 3] b;\nf(‹b›);',
    'def f(readonly array[int[8], #dim = 1] a) { }\narray[int[8], 3] b;\nf(b);',
  ],
  [
    'a scalar is no array',
    'TYPE_MISMATCH',
    'def f(readonly array[int[8], #dim = 1] a) { }\nint[8] b;\nf(‹b›);',
  ],
  [
    'joined arrays are not passed',
    'SYNTAX',
    'def f(readonly array[int[8], #dim = 1] a) { }\narray[int[8], 2] b;\nf(b ‹++› b);',
    'def f(readonly array[int[8], #dim = 1] a) { }\narray[int[8], 2] b;\n' +
      'array[int[8], 4] d = b ++ b;\nf(d);',
  ],
  [
    'a read-only array is not passed for writing',
    'NOT_ASSIGNABLE',
    'def f(mutable array[int, 2] a) { }\ndef g(readonly array[int, 2] a) { f(‹a›); }',
    'def f(mutable array[int, 2] a) { }\ndef g(mutable array[int, 2] a) { f(a); }',
  ],
  [
    'braces are not passed',
    'SYNTAX',
    'def f(readonly array[int, 2] a) { }\nf(‹{›1, 2});',
    'def f(readonly array[int, 2] a) { }\narray[int, 2] b = {1, 2};\nf(b);',
  ],
  [
    'an array is not passed for writing twice',
    'ALIASING',
    'def f(mutable array[int, 2] a, mutable array[int, 2] b) { }\narray[int, 2] d;\nf(d, ‹d›);',
    'def f(mutable array[int, 2] a, readonly array[int, 2] b) { }\narray[int, 2] d;\nf(d, d);',
  ],
  [
    'nor parts that overlap',
    'ALIASING',
    'def f(mutable array[int, 2] a, mutable array[int, 2] b) { }\narray[int, 4] d;\n' +
      'f(d[0:1], ‹d[1:2]›);',
    'def f(mutable array[int, 2] a, mutable array[int, 2] b) { }\narray[int, 4] d;\n' +
      'f(d[0:1], d[2:3]);',
  ],
  [
    'the number of dimensions is positive',
    'WIDTH_INVALID',
    'def f(readonly array[int, #dim = ‹0›] a) { }',
  ],
  [
    'the number of dimensions is constant',
    'NOT_CONSTANT',
    'int n = 1;\ndef f(readonly array[int, #dim = ‹n›] a) { }',
  ],
  [
    'there are at most 7 dimensions',
    'TOO_LARGE',
    'def f(readonly array[int, #dim = ‹8›] a) { }',
    'def f(readonly array[int, #dim = 7] a) { }',
  ],
]);

refuses('results of subroutines', VERSION_3, [
  [
    'a result has the declared type',
    'TYPE_MISMATCH',
    'def f() -> int { return ‹1.5›; }',
    'def f() -> float { return 1.5; }',
  ],
  [
    'so has a measurement',
    'BROADCAST_SIZES',
    'def f(qubit[2] q) -> bit[3] { return ‹measure q›; }',
    'def f(qubit[2] q) -> bit[2] { return measure q; }',
  ],
  [
    'a register is not returned as a bit',
    'TYPE_MISMATCH',
    'def f(qubit[2] q) -> bit { return ‹measure q›; }',
  ],
  [
    'a subroutine without a result returns none',
    'TYPE_MISMATCH',
    'def f() { return ‹1›; }',
    'def f() { return; }',
  ],
  [
    'a subroutine with a result returns one',
    'RETURN_MISSING',
    'def f() -> int { ‹return;› }',
    'def f() -> int { return 1; }',
  ],
  ['at its end too', 'RETURN_MISSING', 'def ‹f›() -> int { }'],
  [
    'and on every way',
    'RETURN_MISSING',
    'def ‹f›(int a) -> int { if (a > 1) return 1; }',
    'def f(int a) -> int { if (a > 1) return 1; else return 2; }',
  ],
  [
    'a loop may not run',
    'RETURN_MISSING',
    'def ‹f›(int a) -> int { for int i in [0:a] return 1; }',
  ],
  [
    'a switch may cover no case',
    'RETURN_MISSING',
    'def ‹f›(int a) -> int { switch (a) { case 1 { return 1; } } }',
    'def f(int a) -> int { switch (a) { case 1 { return 1; } default { return 2; } } }',
  ],
  [
    'an endless loop may be left',
    'RETURN_MISSING',
    'def ‹f›(int a) -> int { while (true) { if (a > 1) break; } }',
    'def f(int a) -> int { while (true) { if (a > 1) return 1; } }',
  ],
  ['only subroutines return', 'NOT_IN_SUBROUTINE', '‹return;›', 'end;'],
  ['gates do not', 'NOT_IN_SUBROUTINE', 'gate g a { ‹return;› }'],
  ['nor does a block of the program', 'NOT_IN_SUBROUTINE', 'if (true) { ‹return 1;› }'],
]);
