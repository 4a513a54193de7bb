import { builtinModules } from 'node:module';
import { importsOf, lineAt, parse, walk } from '../ast.mjs';
import { eachFreeName } from '../free-names.mjs';
import { isSource, packageOf } from '../house.mjs';
import { PURE_LAYER_MAX, layerOf } from '../layers.mjs';

const RULE = 'globals';

const TIME = 'take logical time (ticks) from the caller';
const LATER = 'return an effect and let the caller run it later';
const OUTSIDE = 'take it as a port; entry points bring the outside in';
const CHANCE = 'draw from a named random stream';
const OUTPUT = 'return the value or record an event; entry points print';
const REACH = 'name what is needed and take it as a parameter';
const LOCALE = 'compare and print by code unit, the same on every machine';
const COLLECTED = 'when memory is freed is not a function of the inputs; use a Map with a limit';
const BYTES = 'use Uint8Array and the canonical encoding of domain-model';

/** Names of the global object that the lower layers may not use, and what to do instead. */
export const GLOBALS = {
  Date: TIME,
  performance: TIME,
  setTimeout: LATER,
  setInterval: LATER,
  setImmediate: LATER,
  clearTimeout: LATER,
  clearInterval: LATER,
  clearImmediate: LATER,
  queueMicrotask: LATER,
  process: OUTSIDE,
  navigator: OUTSIDE,
  fetch: OUTSIDE,
  XMLHttpRequest: OUTSIDE,
  WebSocket: OUTSIDE,
  Worker: OUTSIDE,
  require: OUTSIDE,
  crypto: CHANCE,
  console: OUTPUT,
  globalThis: REACH,
  global: REACH,
  window: REACH,
  self: REACH,
  eval: REACH,
  Function: REACH,
  Buffer: BYTES,
  WeakRef: COLLECTED,
  FinalizationRegistry: COLLECTED,
  Intl: LOCALE,
};

/** Members that reach the same by another way, wherever they are called. */
export const MEMBERS = {
  toLocaleString: LOCALE,
  toLocaleDateString: LOCALE,
  toLocaleTimeString: LOCALE,
  toLocaleLowerCase: LOCALE,
  toLocaleUpperCase: LOCALE,
  localeCompare: LOCALE,
};

const MATH_INSTEAD = `${CHANCE}; write Math.name so that this check can read it`;

const memberName = ({ computed, property }) => {
  if (!computed) return property.name;
  return property.type === 'Literal' ? property.value : undefined;
};

const isModuleOfNode = (from) =>
  typeof from === 'string' && (from.startsWith('node:') || builtinModules.includes(from));

/** Math is fine member by member, so that no other name can stand for Math.random. */
const isPlainMath = (node, parent) => {
  const isObject = parent?.type === 'MemberExpression' && parent.object === node;
  const name = isObject ? memberName(parent) : undefined;
  return name !== undefined && name !== 'random';
};

const freeNameProblems = (program) => {
  const found = [];
  eachFreeName(program, (node, parent) => {
    const instead = Object.hasOwn(GLOBALS, node.name) ? GLOBALS[node.name] : undefined;
    if (instead) found.push([node, `uses the global ${node.name}; ${instead}`]);
    if (node.name === 'Math' && !isPlainMath(node, parent)) {
      found.push([node, `takes Math.random, or Math as a whole; ${MATH_INSTEAD}`]);
    }
  });
  return found;
};

const memberProblems = (program) => {
  const found = [];
  walk(program, (node) => {
    if (node.type === 'MetaProperty' && node.meta.name === 'import') {
      found.push([node, `uses import.meta; ${REACH}`]);
    }
    const name = node.type === 'MemberExpression' ? memberName(node) : undefined;
    if (typeof name === 'string' && Object.hasOwn(MEMBERS, name)) {
      found.push([node, `calls ${name}; ${MEMBERS[name]}`]);
    }
  });
  return found;
};

const importProblems = (file) =>
  importsOf(file).flatMap(({ from, offset }) => {
    if (from === undefined) return [[{ start: offset }, `imports a computed module; ${REACH}`]];
    return isModuleOfNode(from) ? [[{ start: offset }, `imports ${from}; ${OUTSIDE}`]] : [];
  });

const isPure = (house, path) => {
  const owner = packageOf(house, path);
  const layer = owner === undefined ? -1 : layerOf(owner.dir);
  return layer !== -1 && layer <= PURE_LAYER_MAX && path.startsWith(`${owner.dir}/src/`);
};

/** Source of the lower layers has no ambient authority: time, chance, disk, network, console. */
export const globals = (house) =>
  house.files
    .filter((file) => isSource(file) && isPure(house, file.path))
    .flatMap((file) => {
      const program = parse(file);
      return [...freeNameProblems(program), ...memberProblems(program), ...importProblems(file)]
        .toSorted(([a], [b]) => a.start - b.start)
        .map(([{ start }, text]) => ({
          path: file.path,
          line: lineAt(file.text, start),
          rule: RULE,
          text,
        }));
    });
