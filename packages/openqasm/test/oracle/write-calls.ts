import {
  showShape,
  type DefShape,
  type ParameterShape,
  type Register,
  type ScalarKind,
  type Variable,
  type Writer,
} from './write-scope.ts';

/** Scalars that may be written to. */
export const targets = (w: Writer, ...kinds: readonly ScalarKind[]): Variable[] =>
  w.scalars(...kinds).filter(({ fixed }) => !fixed);

const argumentFor = (
  w: Writer,
  param: ParameterShape,
  used: Set<number>,
  arrays: Set<string>,
): string | null => {
  if (param.is === 'scalar') return w.value(param.shape, 1);
  if (param.is === 'array') {
    const fitting = w.variables.filter(
      ({ name, shape, sizes, fixed }) =>
        sizes.length === 1 && sizes[0] === param.size && !arrays.has(name) &&
        showShape(shape) === showShape(param.shape) && !(fixed && param.writable),
    );
    if (fitting.length === 0) return null;
    const { name } = w.choose.pick(fitting);
    arrays.add(name);
    return name;
  }
  const free = (register: Register): boolean => register.ids.every((id) => !used.has(id));
  const fitting = w.registers.filter((register) =>
    param.size === null
      ? register.ids.some((id) => !used.has(id))
      : free(register) && !register.single && register.ids.length === param.size,
  );
  if (fitting.length === 0) return null;
  const register = w.choose.pick(fitting);
  if (param.size !== null) {
    for (const id of register.ids) used.add(id);
    return register.name;
  }
  const at = register.ids.findIndex((id) => !used.has(id));
  used.add(register.ids[at]!);
  return register.single ? register.name : `${register.name}[${at}]`;
};

/** A call of a subroutine; null if there is none or nothing to give it. */
export const writeCall = (w: Writer): string | null => {
  if (w.defs.length === 0) return null;
  const def: DefShape = w.choose.pick(w.defs);
  const used = new Set<number>();
  const arrays = new Set<string>();
  const args = def.params.map((param) => argumentFor(w, param, used, arrays));
  if (args.includes(null) || !w.draw(def.draws)) return null;
  const call = `${def.name}(${args.join(', ')})`;
  const { returns } = def;
  if (returns === null || w.choose.rarely(4)) return `${call};`;
  const same = targets(w, returns.t).filter(({ shape }) => showShape(shape) === showShape(returns));
  if (same.length > 0 && w.choose.rarely(2)) return `${w.choose.pick(same).name} = ${call};`;
  const name = w.name('v');
  w.variables.push({ name, shape: returns, sizes: [], fixed: false, constant: false });
  return `${showShape(returns)} ${name} = ${call};`;
};
