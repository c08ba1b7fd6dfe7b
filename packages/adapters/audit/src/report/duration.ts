/** A number with one decimal at the most, as people read it. */
export const number = (value: number): string => (Math.round(value * 10) / 10).toLocaleString('en-US')

/** Seconds as people say them. */
export const duration = (seconds: number): string => {
  if (seconds < 90) return `${Math.round(seconds)} s`
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`
  return seconds < 172_800 ? `${number(seconds / 3_600)} h` : `${number(seconds / 86_400)} d`
}
