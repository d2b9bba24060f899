// The RSA key of the data centres in tests. It is public, so nothing outside tests may use it.
import { fromHex } from '../../src/core/bytes/hex.ts'
import { type RsaPrivateKey, rsaPublicKey } from '../../src/core/crypto/rsa.ts'

const N =
  'ceb70f03573661f34b2cbc886b9c242fa3322bd6b1c605c6b52dad761208421b' +
  '191d45f937ac4735bb13d89eac9253700cd575cacbc24a94e03c421486b1a743' +
  '3f486c1a1278e88bc58ec5e01da9dff6c1150825413a1c73dbb1809ed0d00042' +
  'fcbfb3ae53cf61316f1232a8228e64d2e726d2f8c992687d9249547fef988070' +
  'e69df18901606a307b9b485eb2e22e11ac898131112ee390f4da7fd6cc65ea20' +
  'b015fda88247102e17c696e5794d7015960d9e37d1cc1938fe24ba4663d91050' +
  '218e2d40977c8eff2fc174c107f3488658592cbb8105646b32988caf2c220532' +
  '4a6fefcb497d43a6779eec7a3bfe0299c0547ee293eda4ddbdab994716356f37'

const D =
  '07a0756b58226786c47548177870f05cd996964b7b8fa4d2ea085f6805ce4c32' +
  '17c11ebdcd320c068d7a73f996c06757b10187310e4782dcef5109d71c091df4' +
  'bb36fed60f6c6a980d97f0f10de7209e480d70997f48979826b8ebd7f0385c6a' +
  '1c4d2e61f631a6925e58bb89bc8ca867a7a3a5110ccedc1015ffa2a07dc490a8' +
  '88b5291da3fd1e3a2a6a34fbe37a48ed67034c2562745394b9527871c4d24aa4' +
  '0ce9e4bc39e3b9ab748ef24515341d76f2cf90234f952754dee65cd02b01feaa' +
  '48b7e3526be51f9a506f411c6af500e7ff8840984fddb7bca507ef5d9c16ac98' +
  'bee13d95a5fc3a540b3a4113236c02d51a3c468dc9d99a60b0cb8791a73a0161'

export const testRsaKey: RsaPrivateKey = {
  ...rsaPublicKey(fromHex(N), fromHex('010001')),
  d: fromHex(D),
}
