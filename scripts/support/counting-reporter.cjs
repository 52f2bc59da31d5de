// The spec reporter, which also writes how many tests passed and failed to the file named by the option `counts`.
const { writeFileSync } = require('node:fs')
const { reporters, Runner } = require('mocha')

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options)
    const { counts } = options.reporterOptions
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      writeFileSync(counts, `${this.stats.passes} ${this.stats.failures}\n`)
    })
  }
}
