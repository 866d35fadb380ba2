const WAIT_MS = 400;

/** Waits for the fonts in the program's own folder, so that nothing on screen moves when they come. */
export async function fontsReady(): Promise<void> {
  const fonts = ['1em "Inter Variable"', '600 1em "Inter Variable"', '1em "JetBrains Mono"'];
  const late = new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  await Promise.race([Promise.allSettled(fonts.map((font) => document.fonts.load(font))), late]);
}
