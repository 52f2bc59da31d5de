export { createJobRunner, type JobRunner } from './runner.ts'
