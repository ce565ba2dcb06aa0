/** A length of time for a person: `4:59` below an hour, else `2 h`, `3 d`. */
export function lengthOf(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 3_600) {
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  }
  const hours = Math.floor(seconds / 3_600);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}

/** Time of day with seconds. */
export function timeOfDay(ms: number, language: string): string {
  return new Date(ms).toLocaleTimeString(language === 'id' ? 'id-ID' : 'en-GB', { hour12: false });
}

/** How long after the beginning something was: `+12 ms`, `+1.4 s`, `+5:00`. */
export function offsetOf(ms: number): string {
  if (ms < 1_000) return `+${Math.max(0, Math.round(ms))} ms`;
  return ms < 60_000 ? `+${(ms / 1_000).toFixed(1)} s` : `+${lengthOf(ms)}`;
}
