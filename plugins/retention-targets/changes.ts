import { defineChange } from '#contract';

const key = { name: 'outcomeKey', description: 'Key of the outcome.' };

export const StageChanged = defineChange({
  type: 'stage.changed',
  name: 'StageChanged',
  description: 'A customer is in another stage of its life with the account.',
  fields: {
    key,
    from: { name: 'fromStage', description: 'Key of the stage before; null: it was in none.' },
    to: { name: 'toStage', description: 'Key of the stage now; null: nothing says so any more.' },
  },
});

export const QuadrantChanged = defineChange({
  type: 'quadrant.changed',
  name: 'QuadrantChanged',
  description: 'A customer is in another quadrant of satisfaction and retention.',
  fields: {
    key,
    from: { name: 'fromQuadrant', description: 'The quadrant before; null: it was not known.' },
    to: { name: 'toQuadrant', description: 'The quadrant now; null: it is not known.' },
  },
});

export const ChurnSignalRaised = defineChange({
  type: 'churn-signal.raised',
  name: 'ChurnSignalRaised',
  description: 'There is a sign that a customer may leave.',
  fields: { key, to: { name: 'signal', description: 'Key of the signal.' } },
});

export const ChurnSignalCleared = defineChange({
  type: 'churn-signal.cleared',
  name: 'ChurnSignalCleared',
  description: 'A sign that a customer may leave is gone.',
  fields: { key, from: { name: 'signal', description: 'Key of the signal.' } },
});
