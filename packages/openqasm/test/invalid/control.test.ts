import { refuses, VERSION_3 } from './support.ts';

refuses('conditions', VERSION_3, [
  ['a duration is no condition', 'TYPE_MISMATCH', 'if (‹1ns›) { }', 'if (1ns > 0ns) { }'],
  [
    'a register is no condition',
    'TYPE_MISMATCH',
    'bit[4] c;\nif (‹c›) { }',
    'bit[4] c;\nif (c[0]) { }',
  ],
  ['a qubit is no condition', 'TYPE_MISMATCH', 'qubit q;\nif (‹q›) { }'],
  [
    'an array is no condition',
    'TYPE_MISMATCH',
    'array[int, 2] a;\nwhile (‹a›) { }',
    'array[int, 2] a;\nwhile (a[0] > 1) { }',
  ],
  ['a subroutine without a result is none', 'TYPE_MISMATCH', 'def f() { }\nif (‹f()›) { }'],
]);

refuses('loops', VERSION_3, [
  ['a range has a start', 'SYNTAX', 'for int i in [‹:3›] { }', 'for int i in [0:3] { }'],
  ['a range has an end', 'SYNTAX', 'for int i in [‹0:›] { }'],
  [
    'a range consists of integers',
    'TYPE_MISMATCH',
    'for float f in [0:‹1.5›] { }',
    'for float f in {0, 1.5} { }',
  ],
  [
    'its step is an integer',
    'TYPE_MISMATCH',
    'for int i in [0:‹0.5›:2] { }',
    'for int i in [0:1:2] { }',
  ],
  [
    'its step is not zero',
    'VALUE_RANGE',
    'for int i in [0:‹0›:2] { }',
    'for int i in [2:-1:0] { }',
  ],
  [
    'each item of a set fits the variable',
    'TYPE_MISMATCH',
    'for int i in {1, ‹2.5›} { }',
    'for float i in {1, 2.5} { }',
  ],
  [
    'the items of an array fit the variable',
    'TYPE_MISMATCH',
    'array[float, 2] a;\nfor int i in ‹a› { }',
    'array[float, 2] a;\nfor float i in a { }',
  ],
  [
    'an array has one dimension',
    'TYPE_MISMATCH',
    'array[int, 2, 2] a;\nfor int i in ‹a› { }',
    'array[int, 2, 2] a;\nfor int i in a[0] { }',
  ],
  [
    'a loop goes over bits of a register',
    'TYPE_MISMATCH',
    'bit[4] c;\nfor angle i in ‹c› { }',
    'bit[4] c;\nfor bit i in c { }',
  ],
  [
    'not over qubits',
    'TYPE_MISMATCH',
    'qubit[4] q;\nfor int i in ‹q› { }',
    'qubit[4] q;\nfor int i in [0:3] h q[i];',
  ],
  ['not over a number', 'TYPE_MISMATCH', 'for int i in ‹5› { }'],
  ['a duration is no loop variable', 'TYPE_MISMATCH', 'for duration d in [‹0›:3] { }'],
  ['break belongs to a loop', 'NOT_IN_LOOP', '‹break;›', 'while (true) { break; }'],
  [
    'continue belongs to a loop',
    'NOT_IN_LOOP',
    'def f() { ‹continue;› }',
    'def f() { for int i in [0:1] continue; }',
  ],
  ['an if is no loop', 'NOT_IN_LOOP', 'if (true) { ‹break;› }'],
  [
    'a loop around a subroutine is not its loop',
    'NOT_IN_LOOP',
    'while (true) { break; }\nif (true) { ‹continue;› }',
  ],
  [
    'a switch is no loop',
    'NOT_IN_LOOP',
    'int i;\nswitch (i) { case 1 { ‹break;› } }',
    'int i;\nwhile (true) { switch (i) { case 1 { break; } } }',
  ],
]);

refuses('switch', VERSION_3, [
  [
    'a switch has a case',
    'SYNTAX',
    'int i;\n‹switch (i) { }›',
    'int i;\nswitch (i) { case 1 { } }',
  ],
  ['a default is no case', 'SYNTAX', 'int i;\n‹switch (i) { default { } }›'],
  [
    'it goes over an integer',
    'TYPE_MISMATCH',
    'float f;\nswitch (‹f›) { case 1 { } }',
    'float f;\nswitch (int(f)) { case 1 { } }',
  ],
  [
    'it does not convert bits',
    'TYPE_MISMATCH',
    'bit[2] c;\nswitch (‹c›) { case 1 { } }',
    'bit[2] c;\nswitch (uint[2](c)) { case 1 { } }',
  ],
  ['nor truth values', 'TYPE_MISMATCH', 'switch (‹true›) { case 1 { } }'],
  [
    'a case is constant',
    'NOT_CONSTANT',
    'int i;\nint j;\nswitch (i) { case ‹j› { } }',
    'int i;\nconst int j = 1;\nswitch (i) { case j { } }',
  ],
  ['a case is an integer', 'TYPE_MISMATCH', 'int i;\nswitch (i) { case ‹1.5› { } }'],
  [
    'a case covers a number once',
    'CASE_REPEATED',
    'int i;\nswitch (i) { case 1, 2, ‹1› { } }',
    'int i;\nswitch (i) { case 1, 2, 3 { } }',
  ],
  [
    'no other case covers it',
    'CASE_REPEATED',
    'int i;\nswitch (i) { case 1 { } case 3, ‹2 - 1› { } }',
  ],
  [
    'a case has a scope of its own',
    'NAME_UNKNOWN',
    'int i;\nswitch (i) { case 1 { int a; } case 2 { i = ‹a›; } }',
  ],
]);

refuses('assignments', VERSION_3, [
  [
    'a float is not assigned to an integer',
    'TYPE_MISMATCH',
    'int i;\ni = ‹2.5›;',
    'int i;\ni = int(2.5);',
  ],
  ['nor is it added to one', 'TYPE_MISMATCH', 'int i;\ni += ‹2.5›;', 'int i;\ni += 2;'],
  [
    'a duration is not added to a float',
    'OPERATOR_TYPES',
    'float f;\n‹f += 2ns;›',
    'duration f;\nf += 2ns;',
  ],
  ['a float has no bits to change', 'OPERATOR_TYPES', 'float f;\n‹f |= 1;›', 'int f;\nf |= 1;'],
  [
    'a register takes a register of its size',
    'TYPE_MISMATCH',
    'bit[4] c;\nc = ‹"01"›;',
    'bit[4] c;\nc[0:1] = "01";',
  ],
  ['a qubit is not assigned to', 'NOT_ASSIGNABLE', 'qubit q;\n‹q› = 1;'],
  ['nor a gate', 'WRONG_KIND', '‹h› = 1;'],
  ['nor a stretch', 'NOT_ASSIGNABLE', 'stretch w;\n‹w› = 1ns;', 'duration w;\nw = 1ns;'],
  [
    'nor a read-only array',
    'NOT_ASSIGNABLE',
    'def f(readonly array[int, 2] a) { ‹a[0]› = 1; }',
    'def f(mutable array[int, 2] a) { a[0] = 1; }',
  ],
  ['nor part of one', 'NOT_ASSIGNABLE', 'def f(readonly array[int, 4] a) { ‹a[0:1]› = a[2:3]; }'],
  [
    'nor a bit of a constant',
    'NOT_ASSIGNABLE',
    'const int[8] i = 1;\n‹i[0]› = 1;',
    'int[8] i = 1;\ni[0] = 1;',
  ],
  ['an unknown name is not assigned to', 'NAME_UNKNOWN', '‹a› = 1;\na = 2;'],
]);
