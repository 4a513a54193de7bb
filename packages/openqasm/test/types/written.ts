import type { ScalarType, Type } from '../../src/types/type.ts';

const sizeIn = (written: string): number | null => {
  const found = /\[(\d+)\]/.exec(written);
  return found === null ? null : Number(found[1]);
};

const scalar = (written: string): Type => {
  const kind = /^[a-z]+/.exec(written)![0];
  const size = sizeIn(written);
  switch (kind) {
    case 'bit':
    case 'qubit':
      return { kind, size };
    case 'int':
    case 'uint':
    case 'angle':
      return { kind, width: size ?? 64 };
    case 'float':
    case 'complex':
      return { kind, width: size === 32 ? 32 : 64 };
    default:
      return { kind } as Type;
  }
};

/** A type from how it is written; `complex[32]` and `#` for a dimension that the argument fills. */
export const written = (text: string): Type => {
  const array = /^(?:(readonly|mutable) )?array\[(.+?), ([^\]]+)\]$/.exec(text);
  if (array === null) return scalar(text);
  const [, access = null, base, dimensions] = array;
  return {
    kind: 'array',
    base: scalar(base!) as ScalarType,
    dimensions: dimensions!.split(', ').map((size) => (size === '#' ? null : Number(size))),
    access: access as 'readonly' | 'mutable' | null,
  };
};

export const writtenScalar = (text: string): ScalarType => written(text) as ScalarType;
