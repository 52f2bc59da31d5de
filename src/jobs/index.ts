export { createJobRunner, type Job, type JobRunner } from './runner.ts'
export { jobData } from './job.model.ts'
