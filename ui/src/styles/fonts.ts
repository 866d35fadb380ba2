const WAIT_MS = 400;
const FONTS = ['1em "Inter Variable"', '600 1em "Inter Variable"', '1em "JetBrains Mono"'];

/** Waits for the fonts in the program's own folder, so that nothing on screen moves when they come. */
export async function fontsReady(): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  await Promise.race([loaded(), late]);
}

async function loaded(): Promise<void> {
  // Before the style sheets are there, no font is known and asking for it answers at once.
  if (document.readyState !== 'complete') {
    await new Promise((resolve) => window.addEventListener('load', resolve, { once: true }));
  }
  await Promise.allSettled(FONTS.map((font) => document.fonts.load(font)));
}
