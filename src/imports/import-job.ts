import type { JobHandler } from '../jobs/run-jobs.ts';
import type { Road } from '../pipeline/road.ts';

export interface ImportEquipment {
  readonly road: Road;
  readonly currency: string;
  readonly clock: (() => number) | undefined;
}

export const importJob = (equipment: ImportEquipment): JobHandler => async () => {
  void equipment;
};
