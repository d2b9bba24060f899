// Makes teleproto (npm, unmodified) do the scenarios. It is a fork of GramJS, and is told the same.
process.env.MTPROTO_PACKAGE = 'teleproto'
require('./gramjs.cjs')
