import { defineActivity, type Field } from '#contract';

const ref: Field = {
  type: 'text',
  required: true,
  max: 36,
  description: 'Id of the case, as the changes and the API tell it.',
};
const theme: Field = {
  ...{ type: 'text', max: 64 },
  description: 'What it is about, as a word of yours: "late-delivery".',
};
const by: Field = { type: 'text', max: 200, personal: true, description: 'Who did it.' };
const note: Field = { type: 'text', max: 5000, personal: true, description: 'What there is to say about it.' };

/** A case was given to somebody. */
export const CaseAssigned = defineActivity({
  key: 'caseAssigned',
  title: 'Case assigned',
  description: 'A case of the customer was given to somebody.',
  fields: {
    case: ref,
    owner: { type: 'text', required: true, max: 100, description: 'Team or role that looks after it.' },
    insteadOf: {
      ...{ type: 'text', max: 100 },
      description:
        'Who looks after it as far as the caller knows, or "" for nobody; it is refused when somebody else does.',
    },
    by,
  },
});

export const CaseAnalysed = defineActivity({
  key: 'caseAnalysed',
  title: 'Case analysed',
  description: 'It is known what was wrong.',
  fields: { case: ref, theme, by, note },
});

export const CaseActed = defineActivity({
  key: 'caseActed',
  title: 'Case acted upon',
  description: 'Something was done about it.',
  fields: { case: ref, theme, by, note },
});

/** The end of a case; ask a survey upon it to learn whether it helped. */
export const CaseTold = defineActivity({
  key: 'caseTold',
  title: 'Customer told',
  description: 'The customer was told what was done, which ends the case.',
  fields: {
    case: ref,
    by,
    note,
    announcement: { type: 'text', max: 100, filled: true, description: 'Key of the announcement that told them.' },
  },
});

export const caseActivities = [CaseAssigned, CaseAnalysed, CaseActed, CaseTold];
