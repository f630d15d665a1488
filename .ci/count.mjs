// Prints the count of tests from vitest's report; fails when one failed or none ran.
import { readFileSync } from 'node:fs';

const report = read(process.argv[2]);
const passed = report.numPassedTests ?? 0;
const skipped = (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0);
// a file that cannot even be loaded has no tests to fail: it counts as one
const broken = (report.testResults ?? []).filter(
  (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
);
const failed = (report.numFailedTests ?? 0) + broken.length;

console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
if (failed || !passed || !report.success) process.exitCode = 1;

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {}; // the run ended before it could write one
  }
}
