const PLAIN = new Set(['', 'C', 'POSIX']);

/** Whether text can be compared by this locale, named as C names it: `en_US.UTF-8`, `C`; empty: the environment's. */
export function isKnownLocale(name: string): boolean {
  const [language] = name.split(/[.@]/, 1);
  if (PLAIN.has(language)) return true;
  try {
    return Intl.Collator.supportedLocalesOf(language.replaceAll('_', '-')).length > 0;
  } catch {
    // Not even the form of a language's name.
    return false;
  }
}
