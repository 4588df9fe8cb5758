/** The bones between BlazePose's landmarks, for the live overlay and for kept moments. */

export const BONES: readonly (readonly [number, number])[] = [
  [11, 12], [11, 13], [13, 15], [12, 14], [14, 16], [11, 23], [12, 24], [23, 24],
  [23, 25], [25, 27], [27, 29], [29, 31], [27, 31], [24, 26], [26, 28], [28, 30], [30, 32], [28, 32],
  [15, 19], [16, 20],
];
export const JOINTS: readonly number[] = [0, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28, 31, 32];
/** Below this a landmark is a guess and is not drawn. */
export const SURE_ENOUGH = 0.5;

export type Landmark = readonly [x: number, y: number, confidence: number];

export function isSure(landmark: Landmark | undefined): landmark is Landmark {
  return landmark !== undefined && landmark[2] >= SURE_ENOUGH;
}
