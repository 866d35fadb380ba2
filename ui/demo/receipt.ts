import type { LineView } from '../src/ipc/generated/LineView';

export const SLIP = [
  'Copy: Cardholder', '', 'Terminal:   PL0919CQ00305', 'Merchant:        10092733', 'Period:              6325',
  'Transaction:     01000041', '', 'Visa', '(A0000000031010)', 'Card:    xxxxxxxxxxxx1234', 'PAN sequence no:       00',
  '', 'PAYMENT', 'Date:   21/11/2026 14:32', 'Auth. code:        4F8Q21', '', 'Total:         16,19 EUR', 'Contactless chip', '', 'APPROVED',
  'Please keep your receipt',
].join('\n');

const WIDTH = 42;
const centre = (text: string) => ' '.repeat(Math.floor((WIDTH - text.length) / 2)) + text;
const spread = (left: string, right: string) => left.slice(0, WIDTH - right.length - 1).padEnd(WIDTH - right.length) + right;

export function receiptText(order: string, lines: LineView[], total: string, tender: string, slip: string | null): string {
  const rule = '-'.repeat(WIDTH);
  return [
    centre('*** TRAINING, NOT A RECEIPT ***'), '', centre('Corner Bakery'), centre('Haarlemmerdijk 12, Amsterdam'),
    centre('VAT NL001234567B01'), '', spread(`Order ${order}`, '21-11-2026 14:32'), spread('Till 1', 'Noor'), rule,
    ...lines.map((line) => spread(`${line.quantity} x ${line.name}`, `${line.total.text} ${line.tax_letter}`)), rule,
    spread('TOTAL EUR', total), '', spread(tender, total), rule,
    ...(slip === null ? [] : slip.split('\n').map((row) => `         ${row}`)), '', centre('Thank you, until soon'),
  ].join('\n');
}
