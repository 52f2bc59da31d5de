'use strict'

// For hosts written in CommonJS. The product is made of ES modules, which are loaded when they are first asked for.
exports.createCandor = async (options) => {
  const { createCandor } = await import('../dist/index.js')
  return createCandor(options)
}
