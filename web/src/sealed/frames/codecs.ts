/**
 * How many bytes at the start of a frame stay readable, by its codec. VP8 has one, or the media server
 * takes other frames for key frames. What is not listed is neither sent nor played: those codecs need
 * more of a frame to be readable (rule E1).
 */
const clearBytes: Record<string, number> = { 'audio/opus': 0, 'video/vp9': 0, 'video/vp8': 1 };

/** Bytes left readable, by the codec's MIME type in any case; null for a codec that is not sealed. */
export function clearLength(mimeType: string): number | null {
  return clearBytes[mimeType.toLowerCase()] ?? null;
}
