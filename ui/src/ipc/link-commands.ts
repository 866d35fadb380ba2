import type { TillView } from './generated/TillView';

type Call = <T>(name: string, args?: Record<string, unknown>) => Promise<T>;
type Change = (name: string, args?: Record<string, unknown>) => Promise<TillView>;

/** Sales that the customer pays at a link. */
export function linkCommands(call: Call, change: Change) {
  return {
    withdrawLink: (number: string) => change('withdraw_link', { number }),
    /** Practice only: the page as the customer's phone would show it. */
    openCustomerPage: (address: string) => call<null>('open_customer_page', { address }),
  };
}
