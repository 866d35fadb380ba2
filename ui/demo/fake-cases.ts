import type { CaseDetailView } from '../src/ipc/generated/CaseDetailView';
import type { CaseView } from '../src/ipc/generated/CaseView';
import type { LookView } from '../src/ipc/generated/LookView';
import { amount } from './money';

const UNCLEAR: CaseView = {
  reference: '000121A7K2M9QX', kind: 'payment_unclear', operation: 'purchase', order: '000121', refund: null, terminal: 'Counter', at: '21 Nov 14:02',
  amount: amount(2380), found: null, mismatch: 'contradiction', detail: 'cancelled and approved at once', transaction: '5456485215432746',
  choices: ['money_came_in', 'no_money_came_in'], attachable: false, refundable: false, paid_as: null, being_paid_as: null,
};
const TWICE: CaseView = {
  ...UNCLEAR, reference: '000119B4C5D6E7', kind: 'paid_twice', order: '000119', amount: amount(650), mismatch: null, detail: null, choices: ['seen_to'],
  refundable: true, paid_as: '000120',
};

/** What needs a person. */
export class FakeCases {
  cases: CaseView[] = [];
  /** The provider has an answer the next time it is asked. */
  news = false;

  begin(): void {
    this.cases = [UNCLEAR, TWICE];
  }

  answer(name: string, args: Record<string, unknown>): unknown {
    switch (name) {
      case 'cases': return this.cases;
      case 'case': return this.#detail(String(args.reference));
      case 'case_candidates': return [];
      case 'look_again': return this.#look(String(args.reference));
      case 'decide_case':
        this.cases = this.cases.filter(({ reference }) => reference !== args.reference);
        return this.#detail(String(args.reference));
      default: return undefined;
    }
  }

  #look(reference: string): LookView {
    const detail = this.#detail(reference);
    return { brought: 'same', said: 'said_contradictory', fault: null, detail };
  }

  #detail(reference: string): CaseDetailView {
    const open = this.cases.find((entry) => entry.reference === reference);
    const known = open ?? { ...(reference === TWICE.reference ? TWICE : UNCLEAR), kind: 'settled', choices: [], refundable: false } satisfies CaseView;
    return {
      case: known,
      steps: [
        { at: '21 Nov 14:02:01', what: 'began', amount: known.amount, detail: known.reference, state: 'intended' },
        { at: '21 Nov 14:02:03', what: 'taken', amount: null, detail: null, state: 'pending' },
        { at: '21 Nov 14:02:31', what: 'said_contradictory', amount: null, detail: '5456485215432746 · cancelled and approved at once', state: 'needs_person' },
      ],
    };
  }
}
