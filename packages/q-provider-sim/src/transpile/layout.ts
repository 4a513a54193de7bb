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
