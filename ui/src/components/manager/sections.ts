import type { Component } from 'svelte';
import type { MessageKey } from '../../text';
import FleetSection from '../fleet/FleetSection.svelte';
import type { IconName } from '../shared/icons';
import Backups from './Backups.svelte';
import Cases from './Cases.svelte';
import DayTotals from './DayTotals.svelte';
import History from './History.svelte';
import Keys from './Keys.svelte';
import Payouts from './Payouts.svelte';

/** One page of the manager's area. */
export interface ManagerSection {
  /** Names it in the list and in tests. */
  id: string;
  icon: IconName;
  title: MessageKey;
  view: Component;
  /** Only managers read it; what is done on any page asks for a manager by itself. */
  closed?: true;
}

/** What the manager's area offers, from top to bottom. A page more is a line more. */
export const MANAGER_SECTIONS: readonly ManagerSection[] = [
  { id: 'day-totals', icon: 'calculator', title: 'day.title', view: DayTotals, closed: true },
  { id: 'cases', icon: 'hand', title: 'cases.title', view: Cases, closed: true },
  { id: 'history', icon: 'clock', title: 'history.title', view: History, closed: true },
  { id: 'payouts', icon: 'bank', title: 'payouts.title', view: Payouts, closed: true },
  { id: 'keys', icon: 'password', title: 'keys_page.title', view: Keys, closed: true },
  { id: 'backups', icon: 'archive', title: 'backups.title', view: Backups, closed: true },
  { id: 'fleet', icon: 'terminal', title: 'manager.fleet', view: FleetSection },
];
