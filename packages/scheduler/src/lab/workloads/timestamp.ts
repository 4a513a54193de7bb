const DATE = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})/;
const REST = /^(?:\.(\d{1,9}))?(?:([+-])(\d{2}):(\d{2})|Z)?$/;
const DATE_LENGTH = 19;

const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

const daysIn = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : (DAYS_OF_MONTH[month - 1] ?? 0);

/**
 * Days from 1970-01-01 to a date of the proleptic Gregorian calendar. Years begin with March here,
 * so that the leap day is the last of its year.
 */
const daysSinceEpoch = (year: number, month: number, day: number): number => {
  const shifted = month > 2 ? year : year - 1;
  const leapDays =
    Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return 365 * shifted + leapDays + dayOfYear - 719_468;
};

/**
 * Microseconds from 1970-01-01T00:00Z to a time such as `2019-05-02 17:32:40.823-05:00`, of the
 * years 1970 to 9999 less a day; without an offset it is UTC. Digits past microseconds are cut off.
 * NaN for anything else. Integer arithmetic alone.
 */
export const microsecondsOf = (text: string): number => {
  const date = DATE.exec(text);
  const rest = REST.exec(text.slice(DATE_LENGTH));
  if (date === null || rest === null) return NaN;
  const numbers = date.slice(1).map(Number);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbers;
  const [, fraction = '', sign, aheadHours = '0', aheadMinutes = '0'] = rest;
  const rightDate = year >= 1970 && day >= 1 && day <= daysIn(year, month);
  const rightTime = hour < 24 && minute < 60 && second < 60;
  const rightOffset = Number(aheadHours) < 24 && Number(aheadMinutes) < 60;
  if (!rightDate || !rightTime || !rightOffset) return NaN;
  const ahead = (sign === '-' ? -1 : 1) * (60 * Number(aheadHours) + Number(aheadMinutes));
  const minutes = 1440 * daysSinceEpoch(year, month, day) + 60 * hour + minute - ahead;
  return 1e6 * (60 * minutes + second) + Number(fraction.padEnd(6, '0').slice(0, 6));
};
