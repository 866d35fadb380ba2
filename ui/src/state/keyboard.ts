import type { MessageKey } from '../text';

export type KeyAct =
  | 'help' | 'park' | 'recall' | 'discount' | 'note' | 'exact' | 'card' | 'terminals' | 'orders' | 'manager' | 'settings' | 'switch_person'
  | 'enter' | 'back' | 'more' | 'fewer' | 'up' | 'down' | 'void' | 'clear_basket';

export interface Binding {
  key: string;
  /** With the shift key held. */
  shift?: true;
  /** Only when the box is empty: the character may be part of a text. */
  emptyBox?: true;
  act: KeyAct;
  /** The key as printed on buttons and in the list. */
  cap: MessageKey;
  says: MessageKey;
}

/** Every key of the till window. The list under F1 is this table. */
export const BINDINGS: readonly Binding[] = [
  { key: 'Enter', act: 'enter', cap: 'key.enter', says: 'keys.enter' },
  { key: 'Escape', act: 'back', cap: 'key.escape', says: 'keys.back' },
  { key: 'F1', act: 'help', cap: 'key.f1', says: 'keys.help' },
  { key: '?', emptyBox: true, act: 'help', cap: 'key.question', says: 'keys.help' },
  { key: 'F2', act: 'park', cap: 'key.f2', says: 'keys.park' },
  { key: 'F3', act: 'recall', cap: 'key.f3', says: 'keys.recall' },
  { key: 'F4', act: 'discount', cap: 'key.f4', says: 'keys.discount' },
  { key: 'F5', act: 'switch_person', cap: 'key.f5', says: 'keys.switch_person' },
  { key: 'F6', act: 'note', cap: 'key.f6', says: 'keys.note' },
  { key: 'F7', act: 'exact', cap: 'key.f7', says: 'keys.exact' },
  { key: 'F8', act: 'card', cap: 'key.f8', says: 'keys.card' },
  { key: 'F9', act: 'terminals', cap: 'key.f9', says: 'keys.terminals' },
  { key: 'F10', act: 'orders', cap: 'key.f10', says: 'keys.orders' },
  { key: 'F11', act: 'manager', cap: 'key.f11', says: 'keys.manager' },
  { key: 'F12', act: 'settings', cap: 'key.f12', says: 'keys.settings' },
  { key: 'ArrowUp', act: 'up', cap: 'key.up', says: 'keys.up' },
  { key: 'ArrowDown', act: 'down', cap: 'key.down', says: 'keys.down' },
  { key: '+', emptyBox: true, act: 'more', cap: 'key.plus', says: 'keys.more' },
  { key: '-', emptyBox: true, act: 'fewer', cap: 'key.minus', says: 'keys.fewer' },
  { key: 'Delete', emptyBox: true, act: 'void', cap: 'key.delete', says: 'keys.void' },
  { key: 'Delete', shift: true, act: 'clear_basket', cap: 'key.shift_delete', says: 'keys.clear_basket' },
];

export interface Pressed {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
}

/** What a key does, or nothing. Characters need shift on some keyboards, so shift counts only for named keys. */
export function actFor(pressed: Pressed, boxEmpty: boolean): KeyAct | null {
  if (pressed.ctrlKey || pressed.altKey || pressed.metaKey) return null;
  const key = pressed.key === '−' ? '-' : pressed.key;
  const named = key.length > 1;
  const binding = BINDINGS.find(
    (candidate) =>
      candidate.key === key &&
      (!named || Boolean(candidate.shift) === pressed.shiftKey) &&
      (!candidate.emptyBox || boxEmpty),
  );
  return binding?.act ?? null;
}
