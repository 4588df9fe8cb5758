/** A worker that turns pictures into JPEG, so that the page stays quick. */

export interface ToEncode {
  readonly bitmap: ImageBitmap;
  readonly capturedMs: number;
}

export interface Encoded {
  readonly picture: ArrayBuffer | null;
  readonly capturedMs: number;
}

const QUALITY = 0.85;
const canvas = new OffscreenCanvas(1, 1);
const context = canvas.getContext("2d", { alpha: false });

async function encode({ bitmap, capturedMs }: ToEncode): Promise<void> {
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  context?.drawImage(bitmap, 0, 0);
  bitmap.close();
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
  const picture = await blob.arrayBuffer();
  const answer: Encoded = { picture, capturedMs };
  self.postMessage(answer, { transfer: [picture] });
}

self.addEventListener("message", (event: MessageEvent<ToEncode>) => {
  encode(event.data).catch(() => {
    const answer: Encoded = { picture: null, capturedMs: event.data.capturedMs };
    self.postMessage(answer);
  });
});
