import { portable } from '../../../src/core/crypto/portable.ts'
import { cryptoSuite } from '../../support/crypto-suite.ts'

cryptoSuite('portable', portable)
