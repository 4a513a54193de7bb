import type { ArrayType, Type } from './type.ts';

const sized = (name: string, size: number | null): string =>
  size === null ? name : `${name}[${size}]`;

const showArray = ({ base, dimensions, access }: ArrayType): string => {
  const shape = dimensions.includes(null)
    ? `#dim = ${dimensions.length}`
    : dimensions.join(', ');
  const array = `array[${showType(base)}, ${shape}]`;
  return access === null ? array : `${access} ${array}`;
};

/** A type as it is written in a program: `int[32]`, `array[int[8], 2, 3]`, `qubit[4]`. */
export const showType = (type: Type): string => {
  switch (type.kind) {
    case 'bit':
    case 'qubit':
      return sized(type.kind, type.size);
    case 'int':
    case 'uint':
    case 'float':
    case 'angle':
      return sized(type.kind, type.width);
    case 'complex':
      return `complex[float[${type.width}]]`;
    case 'array':
      return showArray(type);
    default:
      return type.kind;
  }
};
