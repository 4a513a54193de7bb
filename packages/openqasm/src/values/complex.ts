import type { Complex } from './value.ts';

export const ZERO: Complex = { re: 0, im: 0 };
const ONE: Complex = { re: 1, im: 0 };

export const addComplex = (a: Complex, b: Complex): Complex => ({
  re: a.re + b.re,
  im: a.im + b.im,
});

export const subtractComplex = (a: Complex, b: Complex): Complex => ({
  re: a.re - b.re,
  im: a.im - b.im,
});

export const multiplyComplex = (a: Complex, b: Complex): Complex => ({
  re: a.re * b.re - a.im * b.im,
  im: a.re * b.im + a.im * b.re,
});

/** Divides by the larger part first, so that squares do not overflow (Smith, CACM 5:435, 1962). */
export const divideComplex = (a: Complex, b: Complex): Complex => {
  if (Math.abs(b.re) < Math.abs(b.im)) {
    // a/b = (-i a)/(-i b) puts the larger part first
    return divideComplex({ re: a.im, im: -a.re }, { re: b.im, im: -b.re });
  }
  const ratio = b.im / b.re;
  const scale = b.re + b.im * ratio;
  return { re: (a.re + a.im * ratio) / scale, im: (a.im - a.re * ratio) / scale };
};

export const expComplex = ({ re, im }: Complex): Complex => {
  const size = Math.exp(re);
  return { re: size * Math.cos(im), im: im === 0 ? im : size * Math.sin(im) };
};

const logComplex = ({ re, im }: Complex): Complex => ({
  re: Math.log(Math.hypot(re, im)),
  im: Math.atan2(im, re),
});

/** The principal root: its real part is not negative. */
export const sqrtComplex = ({ re, im }: Complex): Complex => {
  if (re === 0 && im === 0) return { re: 0, im };
  const size = Math.sqrt((Math.abs(re) + Math.hypot(re, im)) / 2);
  const other = Math.abs(im) / (2 * size);
  const sign = im < 0 || Object.is(im, -0) ? -1 : 1;
  return re >= 0 ? { re: size, im: sign * other } : { re: other, im: sign * size };
};

const isZero = ({ re, im }: Complex): boolean => re === 0 && im === 0;

/** The principal value of `a ** b`; null for zero to a power without a value. */
export const powComplex = (a: Complex, b: Complex): Complex | null => {
  if (isZero(b)) return ONE;
  if (isZero(a)) return b.re > 0 ? ZERO : null;
  return expComplex(multiplyComplex(b, logComplex(a)));
};
