import { refuses, VERSION_3 } from './support.ts';

refuses('sizes of types', VERSION_3, [
  [
    'the size of a register is constant',
    'NOT_CONSTANT',
    'uint size = 32;\nqubit[‹size›] q;',
    'const uint size = 32;\nqubit[size] q;',
  ],
  [
    'the width of a number is constant',
    'NOT_CONSTANT',
    'uint size = 32;\nint[‹size›] i;',
    'const uint size = 32;\nint[size] i;',
  ],
  [
    'the result of a subroutine is not constant',
    'NOT_CONSTANT',
    'def f() -> int { return 1; }\nbit[‹f()›] c;',
  ],
  ['a size is an integer', 'TYPE_MISMATCH', 'qubit[‹2.5›] q;', 'qubit[2] q;'],
  ['a register has no negative size', 'WIDTH_INVALID', 'qubit[‹-1›] q;', 'qubit[0] q;'],
  ['a register of bits has a positive size', 'WIDTH_INVALID', 'bit[‹0›] c;', 'bit[1] c;'],
  ['an integer has at least one bit', 'WIDTH_INVALID', 'int[‹0›] i;', 'int[1] i;'],
  ['an unsigned integer has at least one bit', 'WIDTH_INVALID', 'uint[‹1 - 1›] i;'],
  ['an angle has at least one bit', 'WIDTH_INVALID', 'angle[‹0›] a;', 'angle[1] a;'],
  ['a float has a width of IEEE 754', 'WIDTH_INVALID', 'float[‹33›] f;', 'float[32] f;'],
  ['so have the parts of a complex number', 'WIDTH_INVALID', 'complex[float[‹12›]] f;'],
  [
    'the parts of a complex number are floats',
    'TYPE_MISMATCH',
    'complex[‹int[8]›] c;',
    'complex c;',
  ],
  ['a width has a limit', 'TOO_LARGE', 'int[‹1000000›] i;', 'int[1000] i;'],
  ['a register has a limit', 'TOO_LARGE', 'qubit[‹99999999999999999999›] q;'],
]);

refuses('initial values', VERSION_3, [
  ['a float is no integer', 'TYPE_MISMATCH', 'int a = ‹1.5›;', 'float a = 1;'],
  ['a complex number is no float', 'TYPE_MISMATCH', 'float a = ‹2im›;', 'complex a = 2;'],
  ['an angle is no integer', 'TYPE_MISMATCH', 'angle[4] b = pi;\nint a = ‹b›;'],
  ['a number is no duration', 'TYPE_MISMATCH', 'duration d = ‹10›;', 'duration d = 10ns;'],
  ['a duration is no float', 'TYPE_MISMATCH', 'float f = ‹10ns›;', 'float f = 10ns / 1ns;'],
  ['a duration is no stretch', 'TYPE_MISMATCH', 'stretch w = ‹10ns›;', 'stretch w;'],
  [
    'a bit string is as long as its register',
    'TYPE_MISMATCH',
    'bit[4] c = ‹"010"›;',
    'bit[4] c = "0100";',
  ],
  [
    'an integer is no register',
    'TYPE_MISMATCH',
    'bit[4] c = ‹5›;',
    'bit[4] c = bit[4](uint[4](5));',
  ],
  [
    'a register is no integer',
    'TYPE_MISMATCH',
    'bit[4] c;\nint[4] a = ‹c›;',
    'bit[4] c;\nint[4] a = int[4](c);',
  ],
  ['a bit is 0 or 1', 'TYPE_MISMATCH', 'bit c = ‹2›;', 'bit c = 1;'],
  [
    'a qubit is no value',
    'TYPE_MISMATCH',
    'qubit q;\nbit c = ‹q›;',
    'qubit q;\nbit c = measure q;',
  ],
  ['a subroutine without a result gives no value', 'TYPE_MISMATCH', 'def f() { }\nint a = ‹f()›;'],
  ['braces make no scalar', 'TYPE_MISMATCH', 'array[int, 2] a = {1, ‹{2}›};'],
]);

refuses('constants', VERSION_3, [
  [
    'a constant has a constant value',
    'NOT_CONSTANT',
    'int a = 1;\nconst int b = ‹2 * a›;',
    'const int a = 1;\nconst int b = 2 * a;',
  ],
  [
    'a subroutine has no constant result',
    'NOT_CONSTANT',
    'def f() -> int { return 1; }\nconst int b = ‹f()›;',
  ],
  ['an input is not constant', 'NOT_CONSTANT', 'input int a;\nconst int b = ‹a›;'],
  ['a cast of a variable is not constant', 'NOT_CONSTANT', 'uint a;\nconst int b = ‹int(a)›;'],
  [
    'a float constant is no integer',
    'TYPE_MISMATCH',
    'const float f = 2.0;\nconst int i = ‹f›;',
    'const float f = 2.0;\nconst int i = int(f);',
  ],
  [
    'a constant is not assigned to',
    'NOT_ASSIGNABLE',
    'const int a = 1;\n‹a› = 2;',
    'int a = 1;\na = 2;',
  ],
  ['a constant is not changed', 'NOT_ASSIGNABLE', 'const int a = 1;\n‹a› += 2;'],
  [
    'nothing is divided by zero',
    'CONSTANT_INVALID',
    'const int a = ‹1 / 0›;',
    'const int a = 1 / 1;',
  ],
  ['there is no remainder of zero', 'CONSTANT_INVALID', 'int a = ‹5 % (1 - 1)›;'],
  [
    'nothing is shifted by less than nothing',
    'CONSTANT_INVALID',
    'const uint[8] u = 3;\nuint[8] a = ‹u << -1›;',
  ],
  ['zero has no negative power', 'CONSTANT_INVALID', 'const int a = ‹0 ** -1›;'],
  [
    'a function has a value only in its domain',
    'CONSTANT_INVALID',
    'const float a = ‹arccos(2)›;',
    'const float a = arccos(1);',
  ],
  ['nor has a root a negative argument', 'CONSTANT_INVALID', 'const float a = ‹sqrt(-1)›;'],
  [
    'an infinite float is no integer',
    'CONSTANT_INVALID',
    'const float f = 1.0 / 0;\nint a = ‹int(f)›;',
  ],
  [
    'a literal is not larger than any float',
    'VALUE_RANGE',
    'float a = ‹1e999›;',
    'float a = 1e99;',
  ],
  [
    'a wrong constant is reported once',
    'CONSTANT_INVALID',
    'const int n = ‹1 / 0›;\nqubit[n] q;\nint[n] i;\nh q[n];',
  ],
]);

refuses('operators', VERSION_3, [
  [
    'a register and a number do not add',
    'OPERATOR_TYPES',
    'bit[4] c;\nint a = ‹c + 1›;',
    'bit[4] c;\nint a = int[4](c) + 1;',
  ],
  [
    'a duration and a number do not add',
    'OPERATOR_TYPES',
    'duration d = ‹1ns + 1›;',
    'duration d = 1ns + 1dt;',
  ],
  [
    'durations do not multiply',
    'OPERATOR_TYPES',
    'duration d = ‹1ns * 2ns›;',
    'duration d = 2 * 1ns;',
  ],
  ['a number is not divided by a duration', 'OPERATOR_TYPES', 'duration d = ‹1 / 2ns›;'],
  [
    'an integer is not divided by an angle',
    'OPERATOR_TYPES',
    'angle[4] a;\nuint[4] b;\nangle[4] d = ‹b / a›;',
    'angle[4] a;\nuint[4] b;\nangle[4] d = a / b;',
  ],
  [
    'registers of different sizes have no bitwise and',
    'OPERATOR_TYPES',
    'bit[2] a;\nbit[3] b;\nbit[2] d = ‹a & b›;',
    'bit[2] a;\nbit[2] b;\nbit[2] d = a & b;',
  ],
  ['floats have no bits', 'OPERATOR_TYPES', 'float f = ‹1.5 | 2.5›;', 'int f = 1 | 2;'],
  ['floats are not shifted', 'OPERATOR_TYPES', 'float f = ‹1.5 << 1›;'],
  [
    'a shift is by an integer',
    'OPERATOR_TYPES',
    'bit[4] c;\nbit[4] d = ‹c << 1.5›;',
    'bit[4] c;\nbit[4] d = c << 1;',
  ],
  ['floats have no remainder', 'OPERATOR_TYPES', 'float f = ‹5.5 % 2›;', 'float f = mod(5.5, 2);'],
  [
    'complex numbers have no order',
    'OPERATOR_TYPES',
    'complex c;\nbool b = ‹c < 2im›;',
    'complex c;\nbool b = c == 2im;',
  ],
  [
    'durations have no truth',
    'OPERATOR_TYPES',
    'bool b = ‹1ns && true›;',
    'bool b = 1ns > 0ns && true;',
  ],
  ['a duration is not inverted', 'OPERATOR_TYPES', 'bool b = ‹!1ns›;', 'bool b = !true;'],
  ['a float has no complement', 'OPERATOR_TYPES', 'float f = ‹~1.5›;', 'int f = ~1;'],
  [
    'a register has no negative',
    'OPERATOR_TYPES',
    'bit[4] c;\nbit[4] d = ‹-c›;',
    'bit[4] c;\nbit[4] d = ~c;',
  ],
  ['qubits are not compared', 'OPERATOR_TYPES', 'qubit q;\nbool b = ‹q == 1›;'],
  ['qubits are not added', 'OPERATOR_TYPES', 'qubit[2] q;\nint a = ‹q[0] + 1›;'],
  ['arrays are not added', 'OPERATOR_TYPES', 'array[int, 2] a;\narray[int, 2] b = ‹a + a›;'],
  [
    'bits and qubits do not join',
    'OPERATOR_TYPES',
    'qubit[2] q;\nbit[2] c;\nlet a = ‹q ++ c›;',
    'qubit[2] q;\nqubit[2] c;\nlet a = q ++ c;',
  ],
  [
    'arrays of different types do not join',
    'OPERATOR_TYPES',
    'array[int[8], 2] a;\narray[int[16], 2] b;\narray[int[8], 4] d = ‹a ++ b›;',
    'array[int[8], 2] a;\narray[int[8], 2] b;\narray[int[8], 4] d = a ++ b;',
  ],
  [
    'an error in an expression has no second one',
    'OPERATOR_TYPES',
    'int a = 2 * ((‹1.5 << 1›) + 3) % 7 | 4;',
  ],
]);

refuses('casts', VERSION_3, [
  ['a float has no cast to bits', 'CAST_INVALID', 'const float f = 2.5;\nbit[2] b = ‹bit[2](f)›;'],
  [
    'bits have no cast to a float',
    'CAST_INVALID',
    'bit[2] c;\nfloat f = ‹float(c)›;',
    'bit[2] c;\nfloat f = float(uint[2](c));',
  ],
  [
    'bits keep their number',
    'CAST_INVALID',
    'bit[4] c;\nint[8] a = ‹int[8](c)›;',
    'bit[4] c;\nint[8] a = int[4](c);',
  ],
  ['an angle has no cast to a float', 'CAST_INVALID', 'angle[20] a;\nfloat f = ‹float(a)›;'],
  [
    'an angle has no cast to an integer',
    'CAST_INVALID',
    'angle[20] a;\nint f = ‹int(a)›;',
    'angle[20] a;\nint f = int[20](bit[20](a));',
  ],
  ['a number has no cast to a duration', 'CAST_INVALID', 'duration d = ‹duration(5)›;'],
  ['a duration has no cast to a number', 'CAST_INVALID', 'float f = ‹float(5ns)›;'],
  [
    'a complex number has no cast to a real one',
    'CAST_INVALID',
    'complex c;\nfloat f = ‹float(c)›;',
    'complex c;\nfloat f = real(c);',
  ],
  ['a qubit has no cast', 'CAST_INVALID', 'qubit q;\nbool b = ‹bool(q)›;'],
  [
    'nothing is cast to an array',
    'CAST_INVALID',
    'array[int, 2] a;\narray[int, 2] b = ‹array[int, 2](a)›;',
  ],
]);

refuses('functions', VERSION_3, [
  [
    'a function takes its number of arguments',
    'ARGUMENT_COUNT',
    'float f = ‹sin›();',
    'float f = sin(1);',
  ],
  ['and no more', 'ARGUMENT_COUNT', 'float f = sin(1, ‹2›);'],
  ['mod has no complex numbers', 'TYPE_MISMATCH', 'complex c;\ncomplex d = ‹mod(c, 2)›;'],
  [
    'only bits are counted',
    'TYPE_MISMATCH',
    'uint n = ‹popcount(2.5)›;',
    'uint n = popcount("101");',
  ],
  [
    'only bits are turned',
    'TYPE_MISMATCH',
    'float f = ‹rotl(2.5, 1)›;',
    'bit[3] f = rotl("101", 1);',
  ],
  ['they are turned by an integer', 'TYPE_MISMATCH', 'bit[3] f = ‹rotr("101", 1.5)›;'],
  ['a duration has no sine', 'TYPE_MISMATCH', 'float f = ‹sin(5ns)›;'],
  ['a qubit has no real part', 'TYPE_MISMATCH', 'qubit q;\nfloat f = ‹real(q)›;'],
  [
    'only arrays have a size to ask for',
    'TYPE_MISMATCH',
    'int i;\nuint n = sizeof(‹i›);',
    'array[int, 2] i;\nuint n = sizeof(i);',
  ],
  [
    'a dimension is one of the array',
    'INDEX_RANGE',
    'array[int, 2] a;\nuint n = sizeof(a, ‹1›);',
    'array[int, 2, 3] a;\nuint n = sizeof(a, 1);',
  ],
  [
    'dimensions are not counted from the end',
    'INDEX_RANGE',
    'array[int, 2] a;\nuint n = sizeof(a, ‹-1›);',
  ],
  ['a dimension is known', 'NOT_CONSTANT', 'int d;\narray[int, 2] a;\nuint n = sizeof(a, ‹d›);'],
  [
    'the size of a reference is not constant',
    'NOT_CONSTANT',
    'def f(readonly array[int, #dim = 1] a) { bit[‹sizeof(a)›] c; }',
    'def f(readonly array[int, 4] a) { bit[sizeof(a)] c; }',
  ],
]);
