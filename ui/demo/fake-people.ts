import type { PeopleView } from '../src/ipc/generated/PeopleView';
import type { PersonView } from '../src/ipc/generated/PersonView';
import { refusal } from './fake-till';

/** Who works in the pretended shop; each one's PIN is the four digits beside the name. */
export class FakePeople {
  people: PersonView[] = [
    { id: '2', name: 'Anna', role: 'cashier', locked: false, practice_pin: '1111' },
    { id: '1', name: 'Marta', role: 'manager', locked: false, practice_pin: '9999' },
  ];
  idle = 0;
  refundsNeedManager = false;
  #approvals = 0;
  #waiting = new Set<string>();

  view(): PeopleView {
    return { people: this.people, idle_minutes: this.idle, refunds_need_manager: this.refundsNeedManager };
  }

  judge(id: unknown, pin: unknown): PersonView {
    const person = this.people.find((of) => of.id === id);
    if (!person) throw refusal('not_found');
    if (person.locked) throw refusal('pin_locked');
    if (person.practice_pin !== pin) throw refusal('wrong_pin', { left: '9' });
    return person;
  }

  approval(by: string | null) {
    this.#approvals += 1;
    const token = `token-${this.#approvals}`;
    this.#waiting.add(token);
    return { token, by };
  }

  take(token: unknown): void {
    if (!this.#waiting.delete(String(token))) throw refusal('manager_needed');
  }

  change(name: string, args: Record<string, unknown>): PeopleView {
    this.take(args.approval);
    switch (name) {
      case 'add_person':
        if (this.people.some((person) => person.name === args.name)) throw refusal('name_taken');
        this.people = [...this.people, {
          id: String(this.people.length + 10), name: String(args.name), role: args.role as PersonView['role'],
          locked: false, practice_pin: null,
        }];
        break;
      case 'remove_person': {
        const kept = this.people.filter(({ id }) => id !== args.id);
        if (!kept.some(({ role }) => role === 'manager')) throw refusal('last_manager');
        this.people = kept;
        break;
      }
      case 'set_pin':
        this.people = this.people.map((person) =>
          person.id === args.id ? { ...person, locked: false, practice_pin: String(args.pin) } : person);
        break;
      case 'set_idle_minutes': this.idle = Number(args.minutes); break;
    }
    return this.view();
  }
}
