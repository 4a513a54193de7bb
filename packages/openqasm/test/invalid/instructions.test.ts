import { refuses, VERSION_3 } from './support.ts';

refuses('measurements and resets', VERSION_3, [
  [
    'registers have one size',
    'BROADCAST_SIZES',
    'qubit[2] q;\nbit[3] c;\nc = ‹measure q›;',
    'qubit[2] q;\nbit[2] c;\nc = measure q;',
  ],
  [
    'with an arrow too',
    'BROADCAST_SIZES',
    'qubit[2] q;\nbit[3] c;\nmeasure q -> ‹c›;',
    'qubit[2] q;\nbit[3] c;\nmeasure q -> c[0:1];',
  ],
  ['with a declaration too', 'BROADCAST_SIZES', 'qubit[2] q;\nbit[3] c = ‹measure q›;'],
  [
    'a register is not measured into a bit',
    'TYPE_MISMATCH',
    'qubit[2] q;\nbit c;\nc = ‹measure q›;',
    'qubit[2] q;\nbit c;\nc = measure q[0];',
  ],
  [
    'nor a qubit into a register',
    'TYPE_MISMATCH',
    'qubit q;\nbit[2] c;\nmeasure q -> ‹c›;',
    'qubit q;\nbit[2] c;\nmeasure q -> c[1];',
  ],
  ['bits are not measured', 'TYPE_MISMATCH', 'bit a;\nbit c;\nc = measure ‹a›;'],
  [
    'nothing is measured into a duration',
    'TYPE_MISMATCH',
    'qubit q;\nduration d;\nd = ‹measure q›;',
  ],
  ['nothing is measured into a qubit', 'NOT_ASSIGNABLE', 'qubit q;\nqubit r;\nmeasure q -> ‹r›;'],
  [
    'nothing is measured into a constant',
    'NOT_ASSIGNABLE',
    'qubit q;\nconst bit c = 1;\nmeasure q -> ‹c›;',
    'qubit q;\nbit c = 1;\nmeasure q -> c;',
  ],
  ['bits are not reset', 'TYPE_MISMATCH', 'bit c;\nreset ‹c›;', 'qubit c;\nreset c;'],
  ['an unknown qubit is not measured', 'NAME_UNKNOWN', 'bit c;\nc = measure ‹q›;\nreset q;'],
]);

refuses('timing', VERSION_3, [
  [
    'a delay lasts for a time',
    'TYPE_MISMATCH',
    'qubit q;\ndelay[‹10›] q;',
    'qubit q;\ndelay[10ns] q;',
  ],
  [
    'not for a float',
    'TYPE_MISMATCH',
    'qubit q;\nfloat f = 2.5;\ndelay[‹f›] q;',
    'qubit q;\nfloat f = 2.5;\ndelay[f * 1ns] q;',
  ],
  [
    'a delay is not negative',
    'VALUE_RANGE',
    'qubit q;\ndelay[‹-1ns›] q;',
    'qubit q;\ndelay[1ns] q;',
  ],
  [
    'not where it is computed either',
    'VALUE_RANGE',
    'const duration d = 3ns - 5ns;\nqubit q;\ndelay[‹d›] q;',
  ],
  ['bits are not delayed', 'TYPE_MISMATCH', 'bit c;\ndelay[1ns] ‹c›;'],
  [
    'a box lasts for a time',
    'TYPE_MISMATCH',
    'qubit q;\nbox[‹1.5›] { h q; }',
    'qubit q;\nbox[1.5us] { h q; }',
  ],
  [
    'a box is not negative',
    'VALUE_RANGE',
    'qubit q;\nbox[‹-4dt›] { h q; }',
    'qubit q;\nbox[4dt] { h q; }',
  ],
  [
    'a barrier is for qubits',
    'TYPE_MISMATCH',
    'bit c;\nqubit q;\nbarrier q, ‹c›;',
    'qubit q;\nbarrier q, q;',
  ],
  ['so is a nop', 'TYPE_MISMATCH', 'int i;\nnop ‹i›;', 'qubit i;\nnop i;'],
  [
    'durations are not compared with numbers',
    'OPERATOR_TYPES',
    'bool b = ‹1ns > 1›;',
    'bool b = 1ns > 1us;',
  ],
  [
    'a duration of gates contains gates',
    'NAME_UNKNOWN',
    'duration d = durationof({ ‹nothing› $0; });',
    'duration d = durationof({ x $0; });',
  ],
  [
    'a time is not divided by nothing',
    'CONSTANT_INVALID',
    'const duration d = ‹1ns / 0›;',
    'const duration d = 1ns / 2;',
  ],
]);

refuses('calibrations', VERSION_3, [
  [
    'a calibration has no name of a variable',
    'NAME_TAKEN',
    'uint a = 1;\ndefcal ‹a› $0 { }',
    'defcal a $0 { }',
  ],
  ['nor of a subroutine', 'NAME_TAKEN', 'def f() { }\ndefcal ‹f› $0 { }'],
  [
    'it is for as many qubits as the gate',
    'QUBIT_COUNT',
    'defcal ‹cx› $0 { }',
    'defcal cx $0, $1 { }',
  ],
  [
    'and as many parameters',
    'ARGUMENT_COUNT',
    'defcal ‹rz› $0 { }',
    'defcal rz(angle[20] t1) $0 { }',
  ],
  ['it is for different qubits', 'QUBIT_REPEATED', 'defcal cx $0, ‹$0› { }'],
  [
    'a parameter is constant',
    'NOT_CONSTANT',
    'float f = 1;\ndefcal rz(‹f›) $0 { }',
    'defcal rz(pi / 2) $0 { }',
  ],
  ['parameters have different names', 'NAME_TAKEN', 'defcal u2(angle a, angle ‹a›) $0 { }'],
  [
    'a gate has no result',
    'TYPE_MISMATCH',
    'defcal h $0 -> ‹bit› { }',
    'defcal measure $0 -> bit { }',
  ],
  [
    'a gate that only has a calibration is called as that',
    'QUBIT_COUNT',
    'defcal slow $0 { }\nslow $0, ‹$1›;',
    'defcal slow $0 { }\nslow $0;',
  ],
  [
    'a result goes where it fits',
    'TYPE_MISMATCH',
    'defcal iq $0 -> complex[float[32]] { }\nbit c;\nc = ‹iq $0›;',
    'defcal iq $0 -> complex[float[32]] { }\ncomplex[float[32]] c;\nc = iq $0;',
  ],
]);
