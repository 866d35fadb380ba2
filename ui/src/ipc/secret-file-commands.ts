import type { SecretFileView } from './generated/SecretFileView';
import type { TillView } from './generated/TillView';

/** The file for keys where there is no keychain. */
export function secretFileCommands(
  call: <T>(name: string, args?: Record<string, unknown>) => Promise<T>,
  change: (name: string, args?: Record<string, unknown>) => Promise<TillView>,
) {
  return {
    secretFile: () => call<SecretFileView>('secret_file'),
    makeSecretFile: (passphrase: string, approval: string) => change('make_secret_file', { passphrase, approval }),
    unlockSecretFile: (passphrase: string) => change('unlock_secret_file', { passphrase }),
    changePassphrase: (old: string, passphrase: string, approval: string) =>
      change('change_passphrase', { old, new: passphrase, approval }),
  };
}
