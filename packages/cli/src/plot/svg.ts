const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Characters that no XML document may have. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** A text on one line, without the characters that no XML document may have. */
export const lineText = (text: string): string =>
  text.toWellFormed().replace(FORBIDDEN, '\uFFFD').replace(/\s/g, ' ');

const escape = (text: string): string =>
  text.replace(/[&<>]/g, (character) => ENTITIES[character]!);

/** What a tag has for a mouse only, and names that count up from picture to picture. */
const cleanTag = (tag: string): string =>
  tag
    .replace(/ (?:class|ecmeta_\w+|pointer-events)="[^"]*"/g, '')
    .replace(/\bzr\d+-/g, 'xdv-');

/**
 * A document of the chart library without what serves a mouse, with names that are the same every
 * time, and with `title` for those who cannot see it.
 */
export const cleanSvg = (svg: string, title: string): string => {
  const still = svg.replace(/<style[^>]*>[^]*?<\/style>/g, '').replace(/<[^>]*>/g, cleanTag);
  const start = still.indexOf('>') + 1;
  const root = still.slice(0, start).replace('<svg', '<svg role="img"');
  return `${root}\n<title>${escape(title)}</title>${still.slice(start).trimEnd()}\n`;
};
