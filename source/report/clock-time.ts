/** `14:03:22` of an ISO 8601 time, as the clock of this machine shows it; empty for what is no time. */
export const clockTime = (iso: string | null): string => {
  const date = new Date(iso ?? Number.NaN);
  return Number.isNaN(date.getTime())
    ? ''
    : [date.getHours(), date.getMinutes(), date.getSeconds()]
        .map(part => String(part).padStart(2, '0'))
        .join(':');
};
