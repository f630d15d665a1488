import { hash } from 'node:crypto';
import type { Arm } from '../shelf/shelf.ts';

/**
 * The arm into which a customer is drawn: by nothing but the key of the experiment and the customer's id, so it is the same
 * whenever and wherever it is drawn. Whoever is held out at a share is also held out at every larger one.
 */
export function armOf(experiment: string, customerId: string, holdout: number): Arm {
  const place =
    Number.parseInt(hash('sha256', `offers\0${experiment}\0${customerId}`, 'hex').slice(0, 12), 16) / 2 ** 48;
  return place < holdout ? 'heldOut' : 'offered';
}
