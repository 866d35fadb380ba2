import { describe, expect, it } from 'vitest';
import type { FakeShop } from '../demo/fake-screens';
import { openWindow, settle } from './harness';

async function queue(prepare: (till: FakeShop) => void = () => undefined) {
  const till = await openWindow((fake) => {
    fake.cases.begin();
    prepare(fake);
  });
  await till.press('case-badge');
  return till;
}

function type(till: Awaited<ReturnType<typeof openWindow>>, id: string, text: string) {
  const input = till.get(id) as HTMLInputElement;
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  return settle();
}

describe('what needs a person', () => {
  it('is counted on the sale screen and leads to the evidence', async () => {
    const till = await queue();
    expect(till.get('case-detail').textContent).toContain('cancelled and approved at once');
    expect(till.get('case-steps').querySelectorAll('li')).toHaveLength(3);
  });

  it('is looked up again before anything else, and says what that brought', async () => {
    const till = await queue();
    const acts = [...till.get('case-detail').querySelectorAll('button')].map(({ dataset }) => dataset.testid);
    expect(acts[0]).toBe('case-look-again');
    await till.press('case-look-again');
    expect(till.get('case-look').textContent).toContain('as before');
  });

  it('is decided only with a reason and the name of the money, and leaves the list', async () => {
    const till = await queue();
    await till.press('case-money_came_in');
    expect((till.get('case-transaction') as HTMLInputElement).value).toBe('5456485215432746');
    expect((till.get('case-decide') as HTMLButtonElement).disabled).toBe(true);
    await type(till, 'case-reason', 'Portal shows it');
    await type(till, 'case-transaction', ' ');
    expect((till.get('case-decide') as HTMLButtonElement).disabled).toBe(true);
    await type(till, 'case-transaction', 'PORTAL7');
    await till.press('case-decide');
    const decided = till.fake.calls.find(({ command }) => command === 'decide_case');
    expect(decided?.args).toMatchObject({ choice: 'money_came_in', transaction: 'PORTAL7', reason: 'Portal shows it' });
    expect(till.find('case-000121A7K2M9QX')).toBeNull();
  });

  it('asks a manager where the shop has people', async () => {
    const till = await queue((fake) => fake.withPeople());
    expect(till.find('managers-only')).not.toBeNull();
  });

  it('offers money of a customer who paid twice for giving back, not for paying', async () => {
    const till = await queue();
    await till.press('case-000119B4C5D6E7');
    expect(till.find('case-attach')).toBeNull();
    expect(till.get('case-detail').textContent).toContain('000120');
    expect(till.find('case-give-back')).not.toBeNull();
  });
});
