import type { PurchaseOptionView } from '../ipc/generated/PurchaseOptionView';

/** The fields of an account that hold each option. */
const FIELDS: Record<PurchaseOptionView, string[]> = {
  description: ['description'],
  tip: ['tip_percents', 'tip_seconds'],
  instalments: ['instalments'],
  card_type: ['card_type'],
  fiscal: ['fiscal'],
};

/** The fields of some options, as a form lists its own. */
export function optionFields(options: PurchaseOptionView[]): { name: string }[] {
  return options.flatMap((option) => FIELDS[option].map((name) => ({ name })));
}
