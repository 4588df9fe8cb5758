/** What this browser lacks, in words. */

export interface Lack {
  readonly says: string;
  /** Without it the page cannot work with a camera at all. */
  readonly isNeeded: boolean;
}

interface Capability extends Lack {
  readonly isThere: () => boolean;
}

const CAPABILITIES: readonly Capability[] = [
  {
    isThere: () => isSecureContext,
    says: "This address is not trusted by the browser, so it gives no camera. Open the page as 127.0.0.1 or localhost.",
    isNeeded: true,
  },
  {
    isThere: () => navigator.mediaDevices?.getUserMedia !== undefined,
    says: "This browser cannot use a camera. The session runs by voice and timer.",
    isNeeded: true,
  },
  {
    isThere: () => "requestVideoFrameCallback" in HTMLVideoElement.prototype,
    says: "This browser cannot hand out single camera pictures (requestVideoFrameCallback). The session runs by voice and timer.",
    isNeeded: true,
  },
  {
    isThere: () => "OffscreenCanvas" in window && "createImageBitmap" in window,
    says: "This browser cannot pack camera pictures (OffscreenCanvas). The session runs by voice and timer.",
    isNeeded: true,
  },
  {
    isThere: () => "speechSynthesis" in window,
    says: "This browser has no voice. Tones and captions take its place.",
    isNeeded: false,
  },
];

export function lacking(): Lack[] {
  return CAPABILITIES.filter((each) => !each.isThere()).map(({ says, isNeeded }) => ({ says, isNeeded }));
}
