import { asCommandError } from '../ipc/commands';
import type { CommandError } from '../ipc/generated/CommandError';
import type { PeopleView } from '../ipc/generated/PeopleView';
import type { PersonRole } from '../ipc/generated/PersonRole';
import type { PersonView } from '../ipc/generated/PersonView';
import type { Till } from './till.svelte';

/** A manager is asked for their PIN; somebody waits for the answer. */
interface Question {
  /** What is to be approved, in a sentence. */
  reason: string;
  managers: PersonView[];
  answer: (token: string | null) => void;
}

/** Who works here, who is signed in, and a manager's yes to one act. PINs pass through and are kept nowhere. */
export class People {
  view = $state.raw<PeopleView | null>(null);
  /** Somebody else takes over while somebody is signed in. */
  switching = $state(false);
  /** Why the last PIN did not open the till. */
  signInError = $state.raw<CommandError | null>(null);
  question = $state.raw<Question | null>(null);
  /** Why the last PIN was no approval. */
  questionError = $state.raw<CommandError | null>(null);
  /** Why a change of who works here was refused. */
  changeError = $state.raw<CommandError | null>(null);
  busy = $state(false);
  /** Who is chosen on the sign-in screen, also after the till has locked itself. */
  chosen = $state<string | null>(null);

  /** `opened` is called when a till that nobody was signed in to is opened: what it refused to tell can be asked now. */
  constructor(
    readonly till: Till,
    readonly opened: () => void = () => undefined,
  ) {}

  /** Whether the sign-in screen stands before everything else. */
  get signingIn(): boolean {
    return this.switching || (this.till.view?.sign_in_needed ?? false);
  }

  async open(): Promise<void> {
    this.view = await this.till.commands.people().catch(() => this.view);
  }

  /** Opens the sign-in screen over whatever is shown. */
  switchPerson(): void {
    if (!this.till.view?.person) return;
    this.signInError = null;
    this.switching = true;
  }

  keepPerson(): void {
    this.signInError = null;
    this.switching = false;
  }

  /** Answers whether the PIN was right; if not, it says why and whoever was signed in stays. */
  async signIn(id: string, pin: string): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    const wasLocked = this.till.view?.sign_in_needed ?? false;
    try {
      this.till.accept(await this.till.commands.signIn(id, pin));
      if (wasLocked) this.opened();
      this.keepPerson();
      this.till.sounds.play('accepted');
      return true;
    } catch (thrown) {
      this.signInError = asCommandError(thrown);
      this.till.sounds.play('refused');
      return false;
    } finally {
      this.busy = false;
    }
  }

  async signOut(): Promise<void> {
    this.switching = false;
    await this.till.run('entry', () => this.till.commands.signOut());
  }

  /**
   * A manager's yes to one act: the token to hand in with it, or null when nobody approved. Asks for no PIN where none is
   * needed: a manager who entered theirs just now, a shop without people.
   */
  async askManager(reason: string): Promise<string | null> {
    this.decline();
    const atHand = await this.till.commands.approvalAtHand().catch(() => null);
    if (atHand) return atHand.token;
    await this.open();
    const managers = this.view?.people.filter(({ role }) => role === 'manager') ?? [];
    this.questionError = null;
    return new Promise((answer) => {
      this.question = { reason, managers, answer };
    });
  }

  /** A manager entered their PIN. */
  async approve(id: string, pin: string): Promise<void> {
    const question = this.question;
    if (!question || this.busy) return;
    this.busy = true;
    try {
      const { token } = await this.till.commands.approve(id, pin);
      this.question = null;
      question.answer(token);
    } catch (thrown) {
      this.questionError = asCommandError(thrown);
      this.till.sounds.play('refused');
    } finally {
      this.busy = false;
    }
  }

  /** Nobody approves. */
  decline(): void {
    const question = this.question;
    this.question = null;
    question?.answer(null);
  }

  add(reason: string, name: string, role: PersonRole, pin: string): Promise<boolean> {
    return this.#change(reason, (token) => this.till.commands.addPerson(name, role, pin, token));
  }

  remove(reason: string, id: string): Promise<boolean> {
    return this.#change(reason, (token) => this.till.commands.removePerson(id, token));
  }

  setPin(reason: string, id: string, pin: string): Promise<boolean> {
    return this.#change(reason, (token) => this.till.commands.setPin(id, pin, token));
  }

  setIdleMinutes(reason: string, minutes: number): Promise<boolean> {
    return this.#change(reason, (token) => this.till.commands.setIdleMinutes(minutes, token));
  }

  async setRefundsNeedManager(reason: string, needed: boolean): Promise<void> {
    await this.#change(reason, async (token) => {
      this.till.accept(await this.till.commands.setRefundsNeedManager(needed, token));
      return this.till.commands.people();
    });
  }

  async #change(reason: string, act: (token: string) => Promise<PeopleView>): Promise<boolean> {
    const token = await this.askManager(reason);
    if (token === null) return false;
    try {
      this.view = await act(token);
      this.changeError = null;
      return true;
    } catch (thrown) {
      this.changeError = asCommandError(thrown);
      this.till.sounds.play('refused');
      return false;
    }
  }
}
