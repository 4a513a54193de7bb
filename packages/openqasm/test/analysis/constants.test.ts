import { describe, expect, it } from 'vitest';
import { codes, evaluated, VERSION_3 } from './support.ts';

describe('constant expressions', () => {
  it.each([
    ['int a = 2 + 3 * 4;', 'int[64] 14'],
    ['int a = 7 / 2;', 'int[64] 3'],
    ['int a = -7 % 3;', 'int[64] -1'],
    ['float a = 7 / 2.0;', 'float[64] 3.5'],
    ['int a = 2 ** 10;', 'int[64] 1024'],
    ['int a = (0xff & 0b1111) << 2;', 'int[64] 60'],
    ['bool a = 1 < 2 && !(3 == 4);', 'bool 1'],
    ['bool a = 0 != 0 && 1 / 0 == 1;', 'bool 0'],
    ['bool a = true || 1 / 0 == 1;', 'bool 1'],
    ['bit[4] a = ~"0101";', 'bit[4] 10'],
    ['bit[6] a = "010" ++ "111";', 'bit[6] 58'],
    ['bit[3] a = rotl("011", 1);', 'bit[3] 6'],
    ['uint a = popcount("1011");', 'uint[64] 3'],
    ['float a = cos(0) + sqrt(16);', 'float[64] 5'],
    ['float a = real(3 - 4im) + imag(3 - 4im);', 'float[64] -1'],
    ['complex a = 1im * 1im;', 'complex[float[64]] re=-1 im=0'],
    ['duration a = 2 * 1.5us + 100ns;', 'duration ns=3100 dt=0'],
    ['duration a = 4dt - 1dt;', 'duration ns=0 dt=3'],
    ['float a = 1us / 10ns;', 'float[64] 100'],
    ['angle[4] a = angle[4](pi / 2);', 'angle[4] 4'],
    ['int[8] a = int[8](200);', 'int[8] -56'],
    ['float a = 2 * pi - tau;', 'float[64] 0'],
  ])('%s has the value %s', (text, expected) => {
    expect(codes(VERSION_3 + text)).toEqual([]);
    expect(evaluated(text)).toBe(expected);
  });

  it('reads bits of constants', () => {
    expect(evaluated('const uint[8] u = 10;\nbit b = u[1];')).toBe('bit 1');
    expect(evaluated('const uint[8] u = 10;\nbit[4] b = u[0:3];')).toBe('bit[4] 10');
    expect(evaluated('const uint[8] u = 10;\nbit[2] b = u[{1, 0}];')).toBe('bit[2] 1');
    expect(evaluated('const int[8] i = -1;\nbit b = i[-1];')).toBe('bit 1');
  });

  it('converts the value of a constant to its type', () => {
    expect(evaluated('const float f = 3;\nfloat g = f;')).toBe('float[64] 3');
    expect(evaluated('const angle[2] f = pi;\nangle[2] g = f;')).toBe('angle[2] 2');
  });

  it('knows the sizes of arrays', () => {
    expect(evaluated('array[int, 2, 3] a;\nuint n = sizeof(a);')).toBe('uint[64] 2');
    expect(evaluated('array[int, 2, 3] a;\nuint n = sizeof(a, 1);')).toBe('uint[64] 3');
    expect(evaluated('array[int, 2, 3] a;\nuint n = sizeof(a[0]);')).toBe('uint[64] 3');
  });

  it('has no value for what only the running program knows', () => {
    expect(evaluated('int i = 2;\nint j = 2 * i;')).toBe('int[64]');
    expect(evaluated('input int i;\nint j = i + 1;')).toBe('int[64]');
  });

  it('takes what only a device knows for constant', () => {
    const text = 'const duration d = 2 * durationof({ x $0; });\nduration e = d / 2;';
    expect(codes(VERSION_3 + text)).toEqual([]);
    expect(evaluated(text)).toBe('duration');
    expect(codes(`${VERSION_3}const bool b = 1ns < 1dt;`)).toEqual([]);
  });

  it('warns of a constant that loses bits', () => {
    expect(codes('int[4] a = 8;')).toEqual(['VALUE_RANGE 1:12']);
    expect(codes('int[4] a = -8;')).toEqual([]);
    expect(codes('uint[4] a;\na = 16;')).toEqual(['VALUE_RANGE 2:5']);
    expect(codes('uint[8] a = -1;')).toEqual(['VALUE_RANGE 1:13']);
    expect(codes('uint a = -1;\nint b = -9223372036854775808;')).toEqual([]);
  });

  it('computes with real numbers in version 2', () => {
    const head = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[1];\n';
    expect(codes(`${head}u1(sqrt(1/2)) q[0];`)).toEqual([]);
    expect(codes(`${head}u1(sqrt(1/2 - 1)) q[0];`)).toEqual(['CONSTANT_INVALID 4:4']);
  });
});
