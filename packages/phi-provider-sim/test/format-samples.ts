import type { ProblemFormat } from '../src/formats/index.ts';

const BQM = {
  type: 'BinaryQuadraticModel',
  version: { bqm_schema: '3.0.0' },
  use_bytes: false,
  index_type: 'int32',
  bias_type: 'float64',
  num_variables: 3,
  num_interactions: 2,
  variable_labels: ['a', 'b', 'c'],
  variable_type: 'SPIN',
  offset: 1.5,
  info: {},
  linear_biases: [1, 0, -2.5],
  quadratic_biases: [1, -1],
  quadratic_head: [0, 2],
  quadratic_tail: [1, 1],
};

export const bqm = (changes: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ ...BQM, ...changes });

/** Small files of every format. */
export const SAMPLES: Readonly<Record<ProblemFormat, readonly string[]>> = {
  graph: [
    '5 6\n1 2 1\n2 3 -1\n3 4 2.5\n4 5 1e3\n5 1 7\n1 3 -0.5\n',
    '# a comment\n4 3\n1 2\n\n2 3\nc mid\n3 4\n',
  ],
  qubo: ['3 5\r\n1 1 -75\r\n1 2 -35\r\n2 2 4\r\n2 3 9\r\n3 3 1\r\n'],
  dimacs: [
    'c a ring of five\np edge 5 5\ne 1 2\ne 2 3\ne 3 4\ne 4 5\ne 5 1\n',
    'p col 3 4\ne 1 2\ne 2 1\ne 2 3\ne 3 2\n',
  ],
  cnf: [
    'c a formula\np cnf 4 3\n1 -2 0\n2 3\n-4 0\n4 0\n',
    'p cnf 3 2\n 1 2 3 0\n-1 -2 -3 0\n%\n0\n',
  ],
  qbsolv: ['c a QUBO\np qubo 0 4 2 3\n0 0 -1\n3 3 2.5\n0 1 2\n1 2 -3\n2 3 1\n'],
  coo: ['# vartype=SPIN\n0 0 0.50000\n0 1 0.50000\n1 1 -1.50000\n', '0 1 2\n1 2 -1\n'],
  bqm: [bqm(), bqm({ variable_type: 'BINARY', variable_labels: [0, 1, 2], offset: 0 })],
  tsplib: [
    [
      'NAME: four',
      'TYPE: TSP',
      'COMMENT: corners of a square',
      'DIMENSION: 4',
      'EDGE_WEIGHT_TYPE : EUC_2D',
      'NODE_COORD_SECTION',
      '1 0 0\n2 0 3\n3 4 3\n4 4 0',
      'EOF\n',
    ].join('\n'),
    [
      'NAME: three',
      'TYPE: TSP',
      'DIMENSION: 3',
      'EDGE_WEIGHT_TYPE: EXPLICIT',
      'EDGE_WEIGHT_FORMAT: UPPER_ROW',
      'EDGE_WEIGHT_SECTION',
      ' 1 2\n 3\nEOF\n',
    ].join('\n'),
  ],
};
