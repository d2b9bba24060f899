import { webCrypto } from '../../../src/runtime/web/crypto.ts'
import { cryptoSuite } from '../../support/crypto-suite.ts'

cryptoSuite('web', webCrypto)
