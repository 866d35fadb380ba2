import type { Component } from 'svelte';
import type { MessageKey } from '../../text';
import FleetSection from '../fleet/FleetSection.svelte';
import type { IconName } from '../shared/icons';

/** One page of the manager's area. */
export interface ManagerSection {
  /** Names it in the list and in tests. */
  id: string;
  icon: IconName;
  title: MessageKey;
  view: Component;
}

/** What the manager's area offers, from top to bottom. A page more is a line more. */
export const MANAGER_SECTIONS: readonly ManagerSection[] = [
  { id: 'fleet', icon: 'terminal', title: 'manager.fleet', view: FleetSection },
];
