import { readdirSync } from 'node:fs';

/** All files under a folder whose names end in one of these, without what is generated. */
export function filesUnder(folder: string, ...ends: string[]): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => ends.some((end) => path.endsWith(end)) && !path.includes('/generated/'))
    .sort();
}
