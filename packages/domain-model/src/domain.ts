/**
 * The three domains of a hybrid computation (XDV-001.1, XDV-002.1).
 *
 * K is classical: copyable, addressable, persistent. Q is quantum: linear, opaque, read by
 * measurement only. Phi (written Φ for people) is phase-coherent: alive in a coherence window,
 * read by evaluation only.
 */
export type Domain = 'K' | 'Q' | 'Phi';

/** All domains, in the order of their wire codes 0, 1, 2. */
export const DOMAINS: readonly Domain[] = ['K', 'Q', 'Phi'];

/** Wire code of each domain: its index in {@link DOMAINS}. */
export const DOMAIN_CODE: Readonly<Record<Domain, number>> = { K: 0, Q: 1, Phi: 2 };

/** How a domain is written for people. */
export const DOMAIN_SYMBOL: Readonly<Record<Domain, string>> = { K: 'K', Q: 'Q', Phi: 'Φ' };
