// The schema `api` of schema/api.tl, layer 223. Generated; edit the schema instead.

import type * as tl from '../../codec.ts'
import * as account from './account.ts'
import * as auth from './auth.ts'
import * as help from './help.ts'
import * as root from './root.ts'
import * as updates from './updates.ts'
import * as users from './users.ts'

export * from './root.ts'
export { account, auth, help, updates, users }

/** Every method. */
export type Call =
  | auth.exportLoginToken
  | auth.importLoginToken
  | auth.acceptLoginToken
  | auth.checkPassword
  | auth.logOut
  | auth.exportAuthorization
  | auth.importAuthorization
  | auth.bindTempAuthKey
  | auth.dropTempAuthKeys
  | account.getPassword
  | help.getConfig
  | help.getNearestDc
  | updates.getDifference
  | updates.getState
  | users.getUsers
  | root.invokeWithLayer
  | root.initConnection
  | root.invokeAfterMsg
  | root.invokeAfterMsgs
  | root.invokeWithoutUpdates

/** What each method answers. */
export interface Results {
  'auth.exportLoginToken': auth.LoginToken
  'auth.importLoginToken': auth.LoginToken
  'auth.acceptLoginToken': root.Authorization
  'auth.checkPassword': auth.Authorization
  'auth.logOut': auth.LoggedOut
  'auth.exportAuthorization': auth.ExportedAuthorization
  'auth.importAuthorization': auth.Authorization
  'auth.bindTempAuthKey': boolean
  'auth.dropTempAuthKeys': boolean
  'account.getPassword': account.Password
  'help.getConfig': root.Config
  'help.getNearestDc': root.NearestDc
  'updates.getDifference': updates.Difference | tl.Unparsed
  'updates.getState': updates.State
  'users.getUsers': readonly root.User[]
}

/** The methods that carry another call, and where. */
export interface Wrappers {
  invokeWithLayer: 'query'
  initConnection: 'query'
  invokeAfterMsg: 'query'
  invokeAfterMsgs: 'query'
  invokeWithoutUpdates: 'query'
}

export interface Types {
  object:
    | auth.LoginToken
    | auth.Authorization
    | auth.ExportedAuthorization
    | auth.LoggedOut
    | root.Authorization
    | help.TermsOfService
    | root.DataJSON
    | account.Password
    | root.PasswordKdfAlgo
    | root.SecurePasswordKdfAlgo
    | root.InputCheckPasswordSRP
    | root.User
    | root.UserProfilePhoto
    | root.UserStatus
    | root.Username
    | root.RestrictionReason
    | root.RecentStory
    | root.EmojiStatus
    | root.PeerColor
    | root.InputUser
    | root.InputPeer
    | root.MessageEntity
    | root.Config
    | root.DcOption
    | root.NearestDc
    | root.Reaction
    | root.InputClientProxy
    | root.JSONObjectValue
    | root.JSONValue
    | root.Updates
    | root.Update
    | root.Chat
    | updates.Difference
    | updates.State
    | tl.Unparsed
  call: Call
  results: Results
  wrappers: Wrappers
}

/** The type of the result of the call `M`. */
export type ResultOf<M> = tl.ResultOf<Types, M>

export const api: tl.Schema<Types> = {
  name: 'api',
  layer: 223,
  objects: {
    name: 'Object',
    open: true,
    constructors: () =>
      [
        auth.loginToken,
        auth.loginTokenMigrateTo,
        auth.loginTokenSuccess,
        auth.authorization,
        auth.authorizationSignUpRequired,
        auth.exportedAuthorization,
        auth.loggedOut,
        root.authorization,
        help.termsOfService,
        root.dataJSON,
        account.password,
        root.passwordKdfAlgoUnknown,
        root.passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow,
        root.securePasswordKdfAlgoUnknown,
        root.securePasswordKdfAlgoPBKDF2HMACSHA512iter100000,
        root.securePasswordKdfAlgoSHA512,
        root.inputCheckPasswordEmpty,
        root.inputCheckPasswordSRP,
        root.userEmpty,
        root.user,
        root.userProfilePhotoEmpty,
        root.userProfilePhoto,
        root.userStatusEmpty,
        root.userStatusOnline,
        root.userStatusOffline,
        root.userStatusRecently,
        root.userStatusLastWeek,
        root.userStatusLastMonth,
        root.username,
        root.restrictionReason,
        root.recentStory,
        root.emojiStatusEmpty,
        root.emojiStatus,
        root.emojiStatusCollectible,
        root.inputEmojiStatusCollectible,
        root.peerColor,
        root.peerColorCollectible,
        root.inputPeerColorCollectible,
        root.inputUserEmpty,
        root.inputUserSelf,
        root.inputUser,
        root.inputUserFromMessage,
        root.inputPeerEmpty,
        root.inputPeerSelf,
        root.inputPeerChat,
        root.inputPeerUser,
        root.inputPeerChannel,
        root.inputPeerUserFromMessage,
        root.inputPeerChannelFromMessage,
        root.messageEntityUnknown,
        root.messageEntityMention,
        root.messageEntityHashtag,
        root.messageEntityBotCommand,
        root.messageEntityUrl,
        root.messageEntityEmail,
        root.messageEntityBold,
        root.messageEntityItalic,
        root.messageEntityCode,
        root.messageEntityPre,
        root.messageEntityTextUrl,
        root.messageEntityMentionName,
        root.messageEntityPhone,
        root.messageEntityCashtag,
        root.messageEntityUnderline,
        root.messageEntityStrike,
        root.messageEntityBankCard,
        root.messageEntitySpoiler,
        root.messageEntityCustomEmoji,
        root.messageEntityBlockquote,
        root.messageEntityFormattedDate,
        root.inputMessageEntityMentionName,
        root.config,
        root.dcOption,
        root.nearestDc,
        root.reactionEmpty,
        root.reactionEmoji,
        root.reactionCustomEmoji,
        root.reactionPaid,
        root.inputClientProxy,
        root.jsonObjectValue,
        root.jsonNull,
        root.jsonBool,
        root.jsonNumber,
        root.jsonString,
        root.jsonArray,
        root.jsonObject,
        root.updatesTooLong,
        root.updateShort,
        root.updatesCombined,
        root.updates_,
        root.updateLoginToken,
        root.updateNewAuthorization,
        root.updateConfig,
        root.updateDcOptions,
        root.chatEmpty,
        root.chatForbidden,
        root.channelForbidden,
        updates.differenceEmpty,
        updates.state,
      ] as const,
  },
  calls: {
    name: 'a method',
    constructors: () =>
      [
        auth.exportLoginToken,
        auth.importLoginToken,
        auth.acceptLoginToken,
        auth.checkPassword,
        auth.logOut,
        auth.exportAuthorization,
        auth.importAuthorization,
        auth.bindTempAuthKey,
        auth.dropTempAuthKeys,
        account.getPassword,
        help.getConfig,
        help.getNearestDc,
        updates.getDifference,
        updates.getState,
        users.getUsers,
        root.invokeWithLayer,
        root.initConnection,
        root.invokeAfterMsg,
        root.invokeAfterMsgs,
        root.invokeWithoutUpdates,
      ] as const,
  },
}
