/** From the widest view of a customer to the finest; what a bank adds itself comes last. */
const ORDER = ["lifecycle-stages", "customer-groups", "journey-links", "aum-tiers", "rfm"];

export function inOrder<T>(rows: T[], keyOf: (row: T) => string): T[] {
  const place = (row: T) => {
    const at = ORDER.indexOf(keyOf(row));
    return at < 0 ? ORDER.length : at;
  };
  return [...rows].sort((a, b) => place(a) - place(b));
}
