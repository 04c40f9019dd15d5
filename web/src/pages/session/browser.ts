/** Which hint to show to a person whose browser blocks their camera or microphone. */
export type BrowserHint =
  | 'chromeDesktop'
  | 'edge'
  | 'chromeAndroid'
  | 'firefox'
  | 'firefoxAndroid'
  | 'safariPhone'
  | 'otherPhone'
  | 'safariDesktop';

/** Which hint to show where the system itself says no, whatever the browser. */
export type SystemHint = 'windows' | 'macos' | 'linux' | 'android' | 'otherPhone';

/** `touchPoints` tells an iPad from a Mac, which share one user agent. */
export function browserHint(userAgent: string, touchPoints: number): BrowserHint {
  if (isApplePhone(userAgent, touchPoints)) {
    // There, only Safari keeps permissions by page; the others' are in the system's settings.
    return /CriOS|FxiOS|EdgiOS|OPT\//.test(userAgent) ? 'otherPhone' : 'safariPhone';
  }
  if (/Firefox/.test(userAgent)) return /Android/.test(userAgent) ? 'firefoxAndroid' : 'firefox';
  if (/Android/.test(userAgent)) return 'chromeAndroid';
  if (/Edg\//.test(userAgent)) return 'edge';
  if (/Safari/.test(userAgent) && !/Chrom/.test(userAgent)) return 'safariDesktop';
  return 'chromeDesktop';
}

/** The same for the system below. */
export function systemHint(userAgent: string, touchPoints: number): SystemHint {
  if (isApplePhone(userAgent, touchPoints)) return 'otherPhone';
  if (/Android/.test(userAgent)) return 'android';
  if (/Windows/.test(userAgent)) return 'windows';
  return /Macintosh/.test(userAgent) ? 'macos' : 'linux';
}

/** Whether another app shows this page within itself; most of those have no camera to give. */
export function isInsideApp(userAgent: string): boolean {
  return /FBAN|FBAV|FB_IAB|Instagram|Messenger|LinkedInApp|Snapchat|TikTok|musical_ly|Line\/|Viber|GSA\/|; wv\)/.test(
    userAgent,
  );
}

function isApplePhone(userAgent: string, touchPoints: number): boolean {
  return /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1);
}
