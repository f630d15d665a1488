import type { ActivityFollower } from '../../contract/activity.ts';
import { noteAnswers } from './note-answers.ts';
import { prepareAnswers } from './prepare-answers.ts';

/** Checks answers to surveys against what was asked, completes them, and keeps them for figures over many. */
export const followAnswers: ActivityFollower = { of: ['surveyAnswer'], prepare: prepareAnswers, follow: noteAnswers };
