import { ces1Service } from './ces1.ts';
import { ces2Service } from './ces2.ts';
import { complaintClosed } from './complaint-closed.ts';
import { completedRating } from './completed-rating.ts';
import { csatPurchase } from './csat-purchase.ts';
import { exit } from './exit.ts';
import { npsRelationship } from './nps-relationship.ts';
import type { SurveyTemplate } from './template.ts';

/** Surveys to begin with, in English and Chinese; each passes the check and the lint. */
export const templates: readonly SurveyTemplate[] = [
  npsRelationship,
  csatPurchase,
  ces1Service,
  ces2Service,
  completedRating,
  complaintClosed,
  exit,
];
