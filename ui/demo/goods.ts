import type { ItemView } from '../src/ipc/generated/ItemView';
import { amount } from './money';

export interface Good extends ItemView {
  category: string;
  cents: number;
  rate: 9 | 21;
}

const pictures = import.meta.glob<string>('@assets/catalogue/pictures/*.svg', { eager: true, query: '?url', import: 'default' });
const addresses = Object.values(pictures);

function good(code: string, name: string, cents: number, category: string, colour: string, unit: string | null = null, rate: 9 | 21 = 9): Good {
  const slug = name.toLowerCase().replaceAll(' ', '-');
  const picture = Object.entries(pictures).find(([path]) => path.includes(`/${slug}.`))?.[1] ?? addresses[Number(code.slice(-3)) % Math.max(1, addresses.length)] ?? null;
  return { code, name, price: amount(cents), unit, picture, colour, category, cents, rate };
}

const COFFEE = '#8a5a3c';
const BAKERY = '#d29a3f';
const DRINKS = '#3f8fb0';
const FRUIT = '#5f9a4a';

export const GOODS: Good[] = [
  good('8710000000017', 'Espresso', 250, 'Coffee', COFFEE),
  good('8710000000024', 'Flat white', 380, 'Coffee', COFFEE),
  good('8710000000031', 'Oat flat white', 420, 'Coffee', COFFEE),
  good('8710000000048', 'Cappuccino', 360, 'Coffee', COFFEE),
  good('8710000000055', 'Tea', 220, 'Coffee', COFFEE),
  good('8710000000062', 'Croissant', 185, 'Bakery', BAKERY),
  good('8710000000079', 'Sourdough loaf', 480, 'Bakery', BAKERY),
  good('8710000000086', 'Cinnamon bun', 295, 'Bakery', BAKERY),
  good('8710000000093', 'Still water 0,5 l', 175, 'Drinks', DRINKS),
  good('8710000000109', 'Orange juice, freshly pressed', 450, 'Drinks', DRINKS),
  good('2100001', 'Apples', 349, 'Fruit', FRUIT, 'kg'),
  good('2100002', 'Bananas', 199, 'Fruit', FRUIT, 'kg'),
  good('8710000000116', 'Filter coffee beans Ethiopia Yirgacheffe washed, whole bean, 1 kg resealable bag', 2450, 'Coffee', COFFEE),
  good('8710000000123', 'Ceramic cup', 1250, 'Gifts', '#8b6fb0', null, 21),
  good('8710000000130', 'Espresso machine with two groups', 9999999, 'Gifts', '#8b6fb0', null, 21),
  ...Array.from({ length: 40 }, (_, index) =>
    good(`87200000001${String(index).padStart(2, '0')}`, `Article ${index + 1}`, 100 + index * 37, 'Pantry', '#b0645a'),
  ),
];
