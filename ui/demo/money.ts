import type { Amount } from '../src/ipc/generated/Amount';

/** Minor units as the Rust side would write them: `1 234,50`. */
export function amount(minor: number): Amount {
  const whole = Math.floor(Math.abs(minor) / 100).toString().replace(/\B(?=(\d{3})+$)/g, '\u202f');
  const cents = String(Math.abs(minor) % 100).padStart(2, '0');
  return { minor: String(minor), text: `${minor < 0 ? '−' : ''}${whole},${cents}` };
}
