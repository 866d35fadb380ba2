/** Single banknotes, in whole units of the currency. */
const NOTES = [5n, 10n, 20n, 50n, 100n, 200n, 500n];
/** From twenty on people lay notes together: up to the next ten, fifty, hundred. */
const TOGETHER_FROM = 20n;
const TOGETHER = [10n, 50n, 100n];
/** Beyond this nobody guesses; the amount is typed. */
const MOST = 2000n;

export interface Note {
  /** Whole units: what `pay_cash` is told was given. */
  given: string;
  /** The same, as shown on the button. */
  text: string;
}

/**
 * What a customer likely hands over for a total, nearest first. Exactly the total is the key *Exact*, not a note.
 * A suggestion only; change is computed by the till.
 */
export function likelyNotes(totalMinor: string, decimals: number, most = 3): Note[] {
  const total = BigInt(totalMinor);
  const unit = 10n ** BigInt(decimals);
  if (total <= 0n || total > MOST * unit) return [];
  const together = total < TOGETHER_FROM * unit ? [] : TOGETHER.map((step) => roundedUp(total, step * unit) / unit);
  return [...new Set([...NOTES, ...together])]
    .filter((sum) => sum * unit > total)
    .sort((a, b) => (a < b ? -1 : 1))
    .slice(0, most)
    .map((sum) => ({ given: sum.toString(), text: grouped(sum) }));
}

function roundedUp(total: bigint, step: bigint): bigint {
  return ((total + step - 1n) / step) * step;
}

/** Thousands apart, by a narrow no-break space. */
function grouped(sum: bigint): string {
  return sum.toString().replace(/\B(?=(\d{3})+$)/g, '\u202f');
}
