/** A worker that turns pictures into JPEG, so that the page stays quick. */

export interface ToEncode {
  readonly bitmap: ImageBitmap;
  readonly capturedMs: number;
  /** Left and right change places: a clip that shows one side plays the other. */
  readonly isFlipped: boolean;
}

export interface Encoded {
  readonly picture: ArrayBuffer | null;
  readonly capturedMs: number;
}

const QUALITY = 0.85;
const canvas = new OffscreenCanvas(1, 1);
const context = canvas.getContext("2d", { alpha: false });

async function encode({ bitmap, capturedMs, isFlipped }: ToEncode): Promise<void> {
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  if (isFlipped) context?.setTransform(-1, 0, 0, 1, canvas.width, 0);
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
