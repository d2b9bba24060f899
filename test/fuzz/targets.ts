// Every fuzz target.
import type { Target } from './target.ts'
import { target as authKeyClient } from './targets/auth-key-client.ts'
import { target as authKeyServer } from './targets/auth-key-server.ts'
import { target as calls } from './targets/calls.ts'
import { target as clientHello } from './targets/client-hello.ts'
import { target as envelope } from './targets/envelope.ts'
import { target as explain } from './targets/explain.ts'
import { target as fakeTls } from './targets/fake-tls.ts'
import { target as framesIn } from './targets/frames-in.ts'
import { target as framesOut } from './targets/frames-out.ts'
import { target as gunzip } from './targets/gunzip.ts'
import { target as http } from './targets/http.ts'
import { target as link } from './targets/link.ts'
import { target as loginUrl } from './targets/login-url.ts'
import { target as mtproxy } from './targets/mtproxy.ts'
import { target as objects } from './targets/objects.ts'
import { target as proxyLink } from './targets/proxy-link.ts'
import { target as recording } from './targets/recording.ts'
import { target as schemaText } from './targets/schema-text.ts'
import { target as sessionClient } from './targets/session-client.ts'
import { target as sessionServer } from './targets/session-server.ts'
import { target as sessionString } from './targets/session-string.ts'
import { target as tlReader } from './targets/tl-reader.ts'
import { target as webSocket } from './targets/web-socket.ts'

export const TARGETS: readonly Target[] = [
  authKeyClient,
  authKeyServer,
  calls,
  clientHello,
  envelope,
  explain,
  fakeTls,
  framesIn,
  framesOut,
  gunzip,
  http,
  link,
  loginUrl,
  mtproxy,
  objects,
  proxyLink,
  recording,
  schemaText,
  sessionClient,
  sessionServer,
  sessionString,
  tlReader,
  webSocket,
]
