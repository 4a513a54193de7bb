/** The version of this package, as traces record it. */
export const KERNEL_VERSION = '0.1.0';
