/** Where virtual qubits are: as many as physical ones, the spare ones standing for empty places. */
export class Layout {
  /** Physical qubit of each virtual one. */
  readonly place: Int32Array;
  /** Virtual qubit at each physical one. */
  readonly guest: Int32Array;

  constructor(place: Int32Array) {
    this.place = place;
    this.guest = new Int32Array(place.length);
    for (const [virtual, physical] of place.entries()) this.guest[physical] = virtual;
  }

  copy(): Layout {
    return new Layout(this.place.slice());
  }

  /** Exchanges what is at two physical qubits. */
  swap(p: number, q: number): void {
    const [a, b] = [this.guest[p]!, this.guest[q]!];
    this.guest[p] = b;
    this.guest[q] = a;
    this.place[a] = q;
    this.place[b] = p;
  }
}

/** The places as a layout: qubits without a place take those that are left, in order. */
export const completeLayout = (
  places: ReadonlyMap<number, number>,
  qubits: number,
): Layout => {
  const taken = new Set(places.values());
  const place = new Int32Array(qubits);
  let free = 0;
  for (let qubit = 0; qubit < qubits; qubit++) {
    const known = places.get(qubit);
    if (known === undefined) while (taken.has(free)) free++;
    place[qubit] = known ?? free++;
  }
  return new Layout(place);
};
