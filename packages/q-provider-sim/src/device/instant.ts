/** Days from 1970-01-01 to a date of the Gregorian calendar (Hinnant's days from civil). */
const daysTo = (year: number, month: number, day: number): number => {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * 146_097 + dayOfEra + dayOfYear - 719_468;
};

const FORM = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:Z|([+-])(\d\d):(\d\d))$/;

/** Longest months of the year; the 29th of February is taken in every year. */
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Seconds since 1970-01-01T00:00:00Z of a time with an offset (RFC 3339); null if it is none. */
export const secondsOf = (text: string): number | null => {
  const match = FORM.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number, number, number, number, number, number,
  ];
  if (!(day >= 1 && day <= (MONTH_DAYS[month - 1] ?? 0))) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const offset = Number(match[8] ?? 0) * 3_600 + Number(match[9] ?? 0) * 60;
  const local = daysTo(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second;
  return match[7] === '-' ? local + offset : local - offset;
};
