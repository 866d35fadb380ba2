import type { FleetActRequest } from '../src/ipc/generated/FleetActRequest';
import type { FleetEndView } from '../src/ipc/generated/FleetEndView';
import type { FleetRegistration } from '../src/ipc/generated/FleetRegistration';
import type { FleetSearch } from '../src/ipc/generated/FleetSearch';
import type { FleetTerminalView } from '../src/ipc/generated/FleetTerminalView';
import { refusal } from './fake-till';

export const BAKERY = 'bWVyY2hhbnQvNmM3OWVlZGE=';
const PAGE = 25;

function device(number: number, state: FleetTerminalView['state'], merchant: string | null): FleetTerminalView {
  return {
    id: `f${number}`, tid: `EP${String(number).padStart(4, '0')}`, serial: `PS1122DE00${100 + number}`, manufacturer: 'sunmi',
    model: number % 2 ? 'p2_se' : 'p2_mini', merchant, reference: number === 1 ? 'Counter 1' : null, state, state_text: '',
    reason: state === 'suspended' ? 'lost' : null,
  };
}

/** A fleet that does as it is asked, or ends as it is told. */
export class FakeFleet {
  terminals = [device(1, 'active', BAKERY), device(2, 'unallocated', null), device(3, 'suspended', BAKERY)];
  /** The next act ends so. */
  ends: FleetEndView | null = null;

  /** Fills it with more terminals than a page holds. */
  grow(): void {
    for (let number = 4; number <= 40; number += 1) this.terminals.push(device(number, 'active', BAKERY));
  }

  list(search: FleetSearch, offset: number) {
    const wanted = (value: string, found: string | null) => value === '' || value === found;
    const items = this.terminals.filter((known) =>
      wanted(search.tid, known.tid) && wanted(search.serial, known.serial) && wanted(search.merchant, known.merchant) &&
      wanted(search.reference, known.reference) && wanted(search.model, known.model));
    return { items: items.slice(offset, offset + PAGE), offset, has_more: items.length > offset + PAGE };
  }

  register(wanted: FleetRegistration): FleetEndView {
    if (this.terminals.some(({ serial }) => serial === wanted.serial)) throw refusal('terminal_exists');
    const number = this.terminals.length + 1;
    const terminal = {
      ...device(number, wanted.merchant === '' ? 'unallocated' : 'active', wanted.merchant || null),
      serial: wanted.serial, model: wanted.model.model, reference: wanted.reference || null,
    };
    return this.#end(terminal, () => this.terminals.push(terminal));
  }

  act(id: string, act: FleetActRequest): FleetEndView {
    const at = this.terminals.findIndex((known) => known.id === id);
    const terminal = this.terminals[at];
    if (!terminal) throw refusal('not_found');
    if (typeof act === 'object' && 'decommission' in act) {
      if (act.decommission !== terminal.tid && act.decommission !== terminal.serial) throw refusal('not_confirmed');
      return this.#end(null, () => this.terminals.splice(at, 1));
    }
    const changed = { ...terminal };
    if (act === 'deallocate') Object.assign(changed, { merchant: null, state: 'unallocated' });
    else if (act === 'reactivate') Object.assign(changed, { state: 'active', reason: null });
    else if ('allocate' in act) Object.assign(changed, { merchant: act.allocate, state: 'active' });
    else if ('suspend' in act) Object.assign(changed, { state: 'suspended', reason: act.suspend });
    return this.#end(changed, () => (this.terminals[at] = changed));
  }

  #end(terminal: FleetTerminalView | null, act: () => unknown): FleetEndView {
    const told = this.ends;
    this.ends = null;
    if (told) return told;
    act();
    return { end: 'done', terminal, why: null };
  }
}
