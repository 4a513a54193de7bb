import { refuses, VERSION_3 } from './support.ts';

refuses('declarations', VERSION_3, [
  [
    'a name is declared before it is used',
    'NAME_UNKNOWN',
    'int b = ‹a›;\nint a = 1;',
    'int a = 1;\nint b = a;',
  ],
  [
    'the name of a variable is not visible in its own initialiser',
    'NAME_UNKNOWN',
    'int v = ‹v›;',
    'int v = 1;\n{ int v = v; }',
  ],
  [
    'a name is declared once in the global scope',
    'NAME_TAKEN',
    'uint a = 1;\nuint ‹a› = 2;',
    'uint a = 1;\n{ uint a = 2; }',
  ],
  ['a gate and a variable share no name', 'NAME_TAKEN', 'gate g q { }\nint ‹g› = 1;'],
  ['a gate of an included file is not declared again', 'NAME_TAKEN', 'gate ‹h› q { }'],
  ['an included gate and a qubit share no name', 'NAME_TAKEN', 'qubit ‹x›;', 'qubit y1;'],
  ['a subroutine is declared once', 'NAME_TAKEN', 'def f() { }\ndef ‹f›(int a) { }'],
  ['an alias takes no name that is taken', 'NAME_TAKEN', 'qubit[2] q;\nlet ‹q› = q[0];'],
  [
    'a name is declared once in a block',
    'NAME_TAKEN',
    '{ int a; float ‹a›; }',
    '{ int a; { float a; } }',
  ],
  ['an input and an output are two variables', 'NAME_TAKEN', 'input int a;\noutput int ‹a›;'],
  ['the constants of the language are not declared again', 'NAME_RESERVED', 'int ‹pi› = 3;'],
  ['neither are they as symbols', 'NAME_RESERVED', 'const float ‹τ› = 6.28;'],
  ['nor are its gates', 'NAME_RESERVED', 'gate ‹U› q { }'],
  ['nor are its functions', 'NAME_RESERVED', 'int ‹popcount› = 3;', '{ int popcount = 3; }'],
]);

refuses('gate and subroutine scope', VERSION_3, [
  [
    'a subroutine does not see a variable',
    'NAME_UNKNOWN',
    'int a = 1;\ndef f() -> int { return ‹a›; }',
    'const int a = 1;\ndef f() -> int { return a; }',
  ],
  [
    'a subroutine does not see a declared qubit',
    'NAME_UNKNOWN',
    'qubit q;\ndef f() { h ‹q›; }',
    'qubit q;\ndef f() { h $0; }',
  ],
  [
    'a gate does not see a variable',
    'NAME_UNKNOWN',
    'angle a = pi;\ngate g q { rx(‹a›) q; }',
    'const angle a = pi;\ngate g q { rx(a) q; }',
  ],
  ['a gate does not see a declared qubit', 'NAME_UNKNOWN', 'qubit r;\ngate g q { cx q, ‹r›; }'],
  ['a gate does not see an input', 'NAME_UNKNOWN', 'input float a;\ngate g q { rx(‹a›) q; }'],
  [
    'a gate is defined before it is used in another',
    'NAME_UNKNOWN',
    'gate a q { ‹b› q; }\ngate b q { }',
    'gate b q { }\ngate a q { b q; }',
  ],
  [
    'a subroutine is defined before it is used in another',
    'NAME_UNKNOWN',
    'def a() { ‹b›(); }\ndef b() { }',
    'def b() { }\ndef a() { b(); }',
  ],
  [
    'parameters are gone after the subroutine',
    'NAME_UNKNOWN',
    'def f(int a) { }\nint b = ‹a›;',
    'def f(int a) { int b = a; }',
  ],
  ['the qubits of a gate are gone after it', 'NAME_UNKNOWN', 'gate g a { }\nh ‹a›;'],
  ['parameters have different names', 'NAME_TAKEN', 'def f(int a, bit ‹a›) { }'],
  ['a body does not declare its parameters again', 'NAME_TAKEN', 'def f(int a) { int ‹a›; }'],
  ['the qubits of a gate have different names', 'NAME_TAKEN', 'gate g a, ‹a› { }'],
  ['angles and qubits of a gate have different names', 'NAME_TAKEN', 'gate g(a) ‹a› { }'],
]);

refuses('block scope', VERSION_3, [
  [
    'a variable is gone after its block',
    'NAME_UNKNOWN',
    '{ int a = 1; }\nint b = ‹a›;',
    'int a = 1;\n{ int b = a; }',
  ],
  [
    'the blocks of if and else share nothing',
    'NAME_UNKNOWN',
    'int b;\nif (true) { int a = 1; } else { b = ‹a›; }',
    'int b;\nint a = 1;\nif (true) { } else { b = a; }',
  ],
  [
    'a loop variable is gone after the loop',
    'NAME_UNKNOWN',
    'for int i in [0:3] { }\nint b = ‹i›;',
    'for int i in [0:3] { int b = i; }',
  ],
  [
    'a loop variable is not visible in what the loop goes over',
    'NAME_UNKNOWN',
    'for int i in [0:‹i›] { }',
  ],
  [
    'a loop variable counts as declared in the body',
    'NAME_TAKEN',
    'for int i in [0:3] { int ‹i›; }',
    'for int i in [0:3] { { int i; } }',
  ],
  ['a variable is gone after a box', 'NAME_UNKNOWN', 'box { stretch a; }\ndelay[‹a›] $0;'],
  ['an alias is gone after its block', 'NAME_UNKNOWN', 'qubit[2] q;\n{ let a = q; }\nh ‹a›;'],
]);

refuses('what only the program itself declares', VERSION_3, [
  ['qubits', 'NOT_GLOBAL', '{ ‹qubit q;› }', '{ bit q; }'],
  ['qubits, not even in a subroutine', 'NOT_GLOBAL', 'def f() { ‹qubit[2] q;› }'],
  ['qubits, not even in a gate', 'NOT_GLOBAL', 'gate g a { ‹qubit q;› }'],
  ['arrays', 'NOT_GLOBAL', '{ ‹array[int[8], 2] a;› }', 'array[int[8], 2] a;'],
  ['arrays, not even in a subroutine', 'NOT_GLOBAL', 'def f() { ‹array[int[8], 2] a;› }'],
  ['gates', 'NOT_GLOBAL', 'if (true) { ‹gate g q { }› }', 'gate g q { }'],
  ['subroutines', 'NOT_GLOBAL', 'def f() { ‹def g() { }› }'],
  ['externs', 'NOT_GLOBAL', '{ ‹extern f(int) -> bit;› }', 'extern f(int) -> bit;'],
  ['inputs', 'NOT_GLOBAL', '{ ‹input int a;› }', 'input int a;'],
  ['outputs', 'NOT_GLOBAL', 'for int i in [0:1] { ‹output int a;› }'],
  ['calibrations', 'NOT_GLOBAL', '{ ‹defcal h $0 { }› }', 'defcal h $0 { }'],
  ['the language of calibrations', 'NOT_GLOBAL', '{ ‹defcalgrammar "openpulse";› }'],
  ['includes', 'NOT_GLOBAL', '{ ‹include "stdgates.inc";› }', 'include "stdgates.inc";'],
  [
    'qubits, not in a case of a switch',
    'NOT_GLOBAL',
    'int i = 1;\nswitch (i) { case 1 { ‹qubit q;› } }',
    'int i = 1;\nswitch (i) { case 1 { bit q; } }',
  ],
]);

refuses('what a name stands for', VERSION_3, [
  ['a gate is no value', 'WRONG_KIND', 'int a = ‹h›;'],
  ['a subroutine is no value', 'WRONG_KIND', 'def f() -> int { return 1; }\nint a = ‹f›;'],
  ['a variable is no gate', 'WRONG_KIND', 'qubit q;\nint a;\n‹a› q;', 'qubit q;\nh q;'],
  [
    'a subroutine is no gate',
    'WRONG_KIND',
    'def f(qubit a) { }\nqubit q;\n‹f› q;',
    'def f(qubit a) { }\nqubit q;\nf(q);',
  ],
  ['a gate is no function', 'WRONG_KIND', 'qubit q;\n‹h›(q);', 'qubit q;\nh q;'],
  ['a variable is no function', 'WRONG_KIND', 'int a;\nint b = ‹a›(1);'],
  ['a function needs a declaration', 'NAME_UNKNOWN', 'int a = ‹f›(1);', 'float a = sin(1);'],
  ['a gate needs a definition', 'NAME_UNKNOWN', 'qubit q;\n‹nothing› q;'],
  ['an unknown name is reported once', 'NAME_UNKNOWN', 'h ‹q›;\nx q;\ncx q, q;'],
]);
