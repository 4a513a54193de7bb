const RULE = 'changesets';

/** What a release does to those who upgrade, mildest first. A changeset opens with one of them. */
export const GRADES = ['TRACE-COMPATIBLE', 'API-COMPATIBLE', 'BREAKING'];

const CHANGESET = /^\.changeset\/(?!README)[^/]+\.md$/;
const FRONT_MATTER = /^---\n[\s\S]*?^---\n/m;

const isGraded = (text) => {
  const message = text.replace(FRONT_MATTER, '').trimStart();
  return GRADES.some((grade) => message.startsWith(`${grade}: `));
};

/** Every changeset says whether old traces replay and old code compiles. */
export const changesets = (house) =>
  house.files
    .filter(({ path, text }) => CHANGESET.test(path) && !isGraded(text))
    .map(({ path }) => ({
      path,
      line: 1,
      rule: RULE,
      text: `has no grade; open the message with one of: ${GRADES.join(', ')}, then ": "`,
    }));
