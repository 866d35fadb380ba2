import { asCommandError } from '../ipc/commands';
import type { CommandError } from '../ipc/generated/CommandError';
import { t } from '../text';

/** Where on the screen an error belongs: beside what caused it. */
export type Place = 'entry' | 'basket' | 'pay' | 'dialog';

/** An error as a screen shows it: persistent until the next thing that works. */
export interface Trouble {
  error: CommandError;
  place: Place;
  /** Counts up, so that the same error twice is seen as new. */
  count: number;
}

let count = 0;

export function troubleFrom(thrown: unknown, place: Place): Trouble {
  count += 1;
  return { error: asCommandError(thrown), place, count };
}

/** What happened, in a sentence. */
export function sentenceOf(error: CommandError): string {
  return t(`error.${error.code}`, error.values);
}

/** What to do next, in a sentence. */
export function adviceOf(error: CommandError): string {
  return t(`advice.${error.code}`, error.values);
}
