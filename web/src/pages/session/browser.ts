/** Which hint to show to a person whose browser blocks their camera or microphone. */
export type BrowserHint =
  | 'chromeDesktop'
  | 'chromeAndroid'
  | 'firefox'
  | 'safariPhone'
  | 'safariDesktop';

/** `touchPoints` tells an iPad from a Mac, which share one user agent. */
export function browserHint(userAgent: string, touchPoints: number): BrowserHint {
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'safariPhone';
  if (/Macintosh/.test(userAgent) && touchPoints > 1) return 'safariPhone';
  if (/Firefox/.test(userAgent)) return 'firefox';
  if (/Android/.test(userAgent)) return 'chromeAndroid';
  if (/Safari/.test(userAgent) && !/Chrom|Edg/.test(userAgent)) return 'safariDesktop';
  return 'chromeDesktop';
}
