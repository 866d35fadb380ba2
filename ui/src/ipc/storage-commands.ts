import type { BackupView } from './generated/BackupView';
import type { CommandError } from './generated/CommandError';
import type { Transport } from './transport';

type Call = <T>(name: string, args?: Record<string, unknown>) => Promise<T>;

/** Backups, and the ways out of a till that cannot be opened. `approval` is a manager's yes; a till that cannot be opened knows no managers. */
export function storageCommands(call: Call, transport: Transport) {
  return {
    /** The till's data turned out to be damaged while it was open. */
    onTrouble: (handler: (error: CommandError) => void) => transport.listen<CommandError>('till:trouble', handler),
    backups: () => call<BackupView[]>('backups'),
    backUp: () => call<BackupView[]>('back_up'),
    restoreBackup: (name: string, approval: string | null) => call<null>('restore_backup', { name, approval }),
    openAgain: () => call<null>('open_again'),
    quit: () => call<null>('quit'),
  };
}
