/** The bytes of a file as base64, read by the browser's own encoder. */
export function base64Of(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(new Error('file not readable'));
    reader.readAsDataURL(file);
  });
}
