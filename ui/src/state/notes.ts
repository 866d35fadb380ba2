/** Banknotes and round sums a customer hands over, in whole units of the currency. */
const ROUND_SUMS = [5n, 10n, 20n, 50n, 100n, 200n, 500n, 1000n];

export interface Note {
  /** Whole units: what `pay_cash` is told was given. */
  given: string;
  /** The same, as shown on the button. */
  text: string;
}

/**
 * What a customer likely hands over for a total: the next round sums above it, nearest first. Exactly the total is
 * the key *Exact*, not a note. A suggestion only; change is computed by the till.
 */
export function likelyNotes(totalMinor: string, decimals: number, most = 3): Note[] {
  const total = BigInt(totalMinor);
  if (total <= 0n) return [];
  const unit = 10n ** BigInt(decimals);
  const sums = new Set<bigint>();
  for (const sum of ROUND_SUMS) {
    const step = sum * unit;
    // Nobody pays 60 000 in fives: a round sum counts while few of its notes are needed.
    const pieces = (total + step - 1n) / step;
    const given = pieces * step;
    if (pieces <= 4n && given > total) sums.add(given / unit);
  }
  if (sums.size === 0) {
    const step = 1000n * unit;
    sums.add(((total / step + 1n) * step) / unit);
  }
  return [...sums]
    .sort((a, b) => (a < b ? -1 : 1))
    .slice(0, most)
    .map((sum) => ({ given: sum.toString(), text: grouped(sum) }));
}

/** Thousands apart, by a narrow no-break space. */
function grouped(sum: bigint): string {
  return sum.toString().replace(/\B(?=(\d{3})+$)/g, '\u202f');
}
