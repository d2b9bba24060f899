// The root namespace of schema/api.tl, layer 223. Generated; edit the schema instead.

import type * as tl from '../../codec.ts'
import type { Call } from './index.ts'

/** Authorization */
export type Authorization = authorization
export const Authorization: tl.Boxed<Authorization> = {
  name: 'Authorization',
  constructors: () => [authorization],
}

/** DataJSON */
export type DataJSON = dataJSON
export const DataJSON: tl.Boxed<DataJSON> = {
  name: 'DataJSON',
  constructors: () => [dataJSON],
}

/** PasswordKdfAlgo */
export type PasswordKdfAlgo =
  | passwordKdfAlgoUnknown
  | passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow
export const PasswordKdfAlgo: tl.Boxed<PasswordKdfAlgo> = {
  name: 'PasswordKdfAlgo',
  constructors: () => [
    passwordKdfAlgoUnknown,
    passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow,
  ],
}

/** SecurePasswordKdfAlgo */
export type SecurePasswordKdfAlgo =
  | securePasswordKdfAlgoUnknown
  | securePasswordKdfAlgoPBKDF2HMACSHA512iter100000
  | securePasswordKdfAlgoSHA512
export const SecurePasswordKdfAlgo: tl.Boxed<SecurePasswordKdfAlgo> = {
  name: 'SecurePasswordKdfAlgo',
  constructors: () => [
    securePasswordKdfAlgoUnknown,
    securePasswordKdfAlgoPBKDF2HMACSHA512iter100000,
    securePasswordKdfAlgoSHA512,
  ],
}

/** InputCheckPasswordSRP */
export type InputCheckPasswordSRP = inputCheckPasswordEmpty | inputCheckPasswordSRP
export const InputCheckPasswordSRP: tl.Boxed<InputCheckPasswordSRP> = {
  name: 'InputCheckPasswordSRP',
  constructors: () => [inputCheckPasswordEmpty, inputCheckPasswordSRP],
}

/** User */
export type User = userEmpty | user
export const User: tl.Boxed<User> = {
  name: 'User',
  constructors: () => [userEmpty, user],
}

/** UserProfilePhoto */
export type UserProfilePhoto = userProfilePhotoEmpty | userProfilePhoto
export const UserProfilePhoto: tl.Boxed<UserProfilePhoto> = {
  name: 'UserProfilePhoto',
  constructors: () => [userProfilePhotoEmpty, userProfilePhoto],
}

/** UserStatus */
export type UserStatus =
  | userStatusEmpty
  | userStatusOnline
  | userStatusOffline
  | userStatusRecently
  | userStatusLastWeek
  | userStatusLastMonth
export const UserStatus: tl.Boxed<UserStatus> = {
  name: 'UserStatus',
  constructors: () => [
    userStatusEmpty,
    userStatusOnline,
    userStatusOffline,
    userStatusRecently,
    userStatusLastWeek,
    userStatusLastMonth,
  ],
}

/** Username */
export type Username = username
export const Username: tl.Boxed<Username> = {
  name: 'Username',
  constructors: () => [username],
}

/** RestrictionReason */
export type RestrictionReason = restrictionReason
export const RestrictionReason: tl.Boxed<RestrictionReason> = {
  name: 'RestrictionReason',
  constructors: () => [restrictionReason],
}

/** RecentStory */
export type RecentStory = recentStory
export const RecentStory: tl.Boxed<RecentStory> = {
  name: 'RecentStory',
  constructors: () => [recentStory],
}

/** EmojiStatus */
export type EmojiStatus =
  | emojiStatusEmpty
  | emojiStatus
  | emojiStatusCollectible
  | inputEmojiStatusCollectible
export const EmojiStatus: tl.Boxed<EmojiStatus> = {
  name: 'EmojiStatus',
  constructors: () => [
    emojiStatusEmpty,
    emojiStatus,
    emojiStatusCollectible,
    inputEmojiStatusCollectible,
  ],
}

/** PeerColor */
export type PeerColor = peerColor | peerColorCollectible | inputPeerColorCollectible
export const PeerColor: tl.Boxed<PeerColor> = {
  name: 'PeerColor',
  constructors: () => [peerColor, peerColorCollectible, inputPeerColorCollectible],
}

/** InputUser */
export type InputUser = inputUserEmpty | inputUserSelf | inputUser | inputUserFromMessage
export const InputUser: tl.Boxed<InputUser> = {
  name: 'InputUser',
  constructors: () => [inputUserEmpty, inputUserSelf, inputUser, inputUserFromMessage],
}

/** InputPeer */
export type InputPeer =
  | inputPeerEmpty
  | inputPeerSelf
  | inputPeerChat
  | inputPeerUser
  | inputPeerChannel
  | inputPeerUserFromMessage
  | inputPeerChannelFromMessage
export const InputPeer: tl.Boxed<InputPeer> = {
  name: 'InputPeer',
  constructors: () => [
    inputPeerEmpty,
    inputPeerSelf,
    inputPeerChat,
    inputPeerUser,
    inputPeerChannel,
    inputPeerUserFromMessage,
    inputPeerChannelFromMessage,
  ],
}

/** MessageEntity */
export type MessageEntity =
  | messageEntityUnknown
  | messageEntityMention
  | messageEntityHashtag
  | messageEntityBotCommand
  | messageEntityUrl
  | messageEntityEmail
  | messageEntityBold
  | messageEntityItalic
  | messageEntityCode
  | messageEntityPre
  | messageEntityTextUrl
  | messageEntityMentionName
  | messageEntityPhone
  | messageEntityCashtag
  | messageEntityUnderline
  | messageEntityStrike
  | messageEntityBankCard
  | messageEntitySpoiler
  | messageEntityCustomEmoji
  | messageEntityBlockquote
  | messageEntityFormattedDate
  | inputMessageEntityMentionName
export const MessageEntity: tl.Boxed<MessageEntity> = {
  name: 'MessageEntity',
  constructors: () => [
    messageEntityUnknown,
    messageEntityMention,
    messageEntityHashtag,
    messageEntityBotCommand,
    messageEntityUrl,
    messageEntityEmail,
    messageEntityBold,
    messageEntityItalic,
    messageEntityCode,
    messageEntityPre,
    messageEntityTextUrl,
    messageEntityMentionName,
    messageEntityPhone,
    messageEntityCashtag,
    messageEntityUnderline,
    messageEntityStrike,
    messageEntityBankCard,
    messageEntitySpoiler,
    messageEntityCustomEmoji,
    messageEntityBlockquote,
    messageEntityFormattedDate,
    inputMessageEntityMentionName,
  ],
}

/** Config */
export type Config = config
export const Config: tl.Boxed<Config> = {
  name: 'Config',
  constructors: () => [config],
}

/** DcOption */
export type DcOption = dcOption
export const DcOption: tl.Boxed<DcOption> = {
  name: 'DcOption',
  constructors: () => [dcOption],
}

/** NearestDc */
export type NearestDc = nearestDc
export const NearestDc: tl.Boxed<NearestDc> = {
  name: 'NearestDc',
  constructors: () => [nearestDc],
}

/** Reaction */
export type Reaction = reactionEmpty | reactionEmoji | reactionCustomEmoji | reactionPaid
export const Reaction: tl.Boxed<Reaction> = {
  name: 'Reaction',
  constructors: () => [reactionEmpty, reactionEmoji, reactionCustomEmoji, reactionPaid],
}

/** InputClientProxy */
export type InputClientProxy = inputClientProxy
export const InputClientProxy: tl.Boxed<InputClientProxy> = {
  name: 'InputClientProxy',
  constructors: () => [inputClientProxy],
}

/** JSONObjectValue */
export type JSONObjectValue = jsonObjectValue
export const JSONObjectValue: tl.Boxed<JSONObjectValue> = {
  name: 'JSONObjectValue',
  constructors: () => [jsonObjectValue],
}

/** JSONValue */
export type JSONValue = jsonNull | jsonBool | jsonNumber | jsonString | jsonArray | jsonObject
export const JSONValue: tl.Boxed<JSONValue> = {
  name: 'JSONValue',
  constructors: () => [jsonNull, jsonBool, jsonNumber, jsonString, jsonArray, jsonObject],
}

/** Updates, of which there are other constructors as well */
export type Updates = updatesTooLong | updateShort | updatesCombined | updates_
export const Updates: tl.Boxed<Updates> = {
  name: 'Updates',
  open: true,
  constructors: () => [updatesTooLong, updateShort, updatesCombined, updates_],
}

/** Update, of which there are other constructors as well */
export type Update = updateLoginToken | updateNewAuthorization | updateConfig | updateDcOptions
export const Update: tl.Boxed<Update> = {
  name: 'Update',
  open: true,
  constructors: () => [updateLoginToken, updateNewAuthorization, updateConfig, updateDcOptions],
}

/** Chat, of which there are other constructors as well */
export type Chat = chatEmpty | chatForbidden | channelForbidden
export const Chat: tl.Boxed<Chat> = {
  name: 'Chat',
  open: true,
  constructors: () => [chatEmpty, chatForbidden, channelForbidden],
}

/**
 * authorization#ad01d61d flags:# current:flags.0?true official_app:flags.1?true
 * password_pending:flags.2?true encrypted_requests_disabled:flags.3?true
 * call_requests_disabled:flags.4?true unconfirmed:flags.5?true hash:long device_model:string
 * platform:string system_version:string api_id:int app_name:string app_version:string
 * date_created:int date_active:int ip:string country:string region:string = Authorization
 */
export interface authorization {
  _: 'authorization'
  current?: boolean | undefined
  officialApp?: boolean | undefined
  passwordPending?: boolean | undefined
  encryptedRequestsDisabled?: boolean | undefined
  callRequestsDisabled?: boolean | undefined
  unconfirmed?: boolean | undefined
  hash: bigint
  deviceModel: string
  platform: string
  systemVersion: string
  apiId: number
  appName: string
  appVersion: string
  dateCreated: number
  dateActive: number
  ip: string
  country: string
  region: string
}
export const authorization: tl.Constructor<authorization> = {
  name: 'authorization',
  id: 0xad01d61d,
  read(r) {
    const value = { _: 'authorization' } as authorization
    const flags = r.flags(0x3f, 'flags')
    if (flags & (1 << 0)) value.current = true
    if (flags & (1 << 1)) value.officialApp = true
    if (flags & (1 << 2)) value.passwordPending = true
    if (flags & (1 << 3)) value.encryptedRequestsDisabled = true
    if (flags & (1 << 4)) value.callRequestsDisabled = true
    if (flags & (1 << 5)) value.unconfirmed = true
    value.hash = r.long('hash')
    value.deviceModel = r.string('deviceModel')
    value.platform = r.string('platform')
    value.systemVersion = r.string('systemVersion')
    value.apiId = r.int('apiId')
    value.appName = r.string('appName')
    value.appVersion = r.string('appVersion')
    value.dateCreated = r.int('dateCreated')
    value.dateActive = r.int('dateActive')
    value.ip = r.string('ip')
    value.country = r.string('country')
    value.region = r.string('region')
    return value
  },
  write(w, value) {
    let flags = 0
    if (w.flag(value.current, 'current')) flags |= 1 << 0
    if (w.flag(value.officialApp, 'officialApp')) flags |= 1 << 1
    if (w.flag(value.passwordPending, 'passwordPending')) flags |= 1 << 2
    if (w.flag(value.encryptedRequestsDisabled, 'encryptedRequestsDisabled')) flags |= 1 << 3
    if (w.flag(value.callRequestsDisabled, 'callRequestsDisabled')) flags |= 1 << 4
    if (w.flag(value.unconfirmed, 'unconfirmed')) flags |= 1 << 5
    w.nat(flags >>> 0)
    w.long(value.hash, 'hash')
    w.string(value.deviceModel, 'deviceModel')
    w.string(value.platform, 'platform')
    w.string(value.systemVersion, 'systemVersion')
    w.int(value.apiId, 'apiId')
    w.string(value.appName, 'appName')
    w.string(value.appVersion, 'appVersion')
    w.int(value.dateCreated, 'dateCreated')
    w.int(value.dateActive, 'dateActive')
    w.string(value.ip, 'ip')
    w.string(value.country, 'country')
    w.string(value.region, 'region')
  },
}

/** dataJSON#7d748d04 data:string = DataJSON */
export interface dataJSON {
  _: 'dataJSON'
  data: string
}
export const dataJSON: tl.Constructor<dataJSON> = {
  name: 'dataJSON',
  id: 0x7d748d04,
  read(r) {
    return {
      _: 'dataJSON',
      data: r.string('data'),
    }
  },
  write(w, value) {
    w.string(value.data, 'data')
  },
}

/** passwordKdfAlgoUnknown#d45ab096 = PasswordKdfAlgo */
export interface passwordKdfAlgoUnknown {
  _: 'passwordKdfAlgoUnknown'
}
export const passwordKdfAlgoUnknown: tl.Constructor<passwordKdfAlgoUnknown> = {
  name: 'passwordKdfAlgoUnknown',
  id: 0xd45ab096,
  read() {
    return { _: 'passwordKdfAlgoUnknown' }
  },
  write() {},
}

/**
 * passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow#3a912d4a salt1:bytes
 * salt2:bytes g:int p:bytes = PasswordKdfAlgo
 */
export interface passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow {
  _: 'passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow'
  salt1: Uint8Array
  salt2: Uint8Array
  g: number
  p: Uint8Array
}
export const passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow: tl.Constructor<passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow> =
  {
    name: 'passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow',
    id: 0x3a912d4a,
    read(r) {
      return {
        _: 'passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow',
        salt1: r.bytes('salt1'),
        salt2: r.bytes('salt2'),
        g: r.int('g'),
        p: r.bytes('p'),
      }
    },
    write(w, value) {
      w.bytes(value.salt1, 'salt1')
      w.bytes(value.salt2, 'salt2')
      w.int(value.g, 'g')
      w.bytes(value.p, 'p')
    },
  }

/** securePasswordKdfAlgoUnknown#004a8537 = SecurePasswordKdfAlgo */
export interface securePasswordKdfAlgoUnknown {
  _: 'securePasswordKdfAlgoUnknown'
}
export const securePasswordKdfAlgoUnknown: tl.Constructor<securePasswordKdfAlgoUnknown> = {
  name: 'securePasswordKdfAlgoUnknown',
  id: 0x004a8537,
  read() {
    return { _: 'securePasswordKdfAlgoUnknown' }
  },
  write() {},
}

/** securePasswordKdfAlgoPBKDF2HMACSHA512iter100000#bbf2dda0 salt:bytes = SecurePasswordKdfAlgo */
export interface securePasswordKdfAlgoPBKDF2HMACSHA512iter100000 {
  _: 'securePasswordKdfAlgoPBKDF2HMACSHA512iter100000'
  salt: Uint8Array
}
export const securePasswordKdfAlgoPBKDF2HMACSHA512iter100000: tl.Constructor<securePasswordKdfAlgoPBKDF2HMACSHA512iter100000> =
  {
    name: 'securePasswordKdfAlgoPBKDF2HMACSHA512iter100000',
    id: 0xbbf2dda0,
    read(r) {
      return {
        _: 'securePasswordKdfAlgoPBKDF2HMACSHA512iter100000',
        salt: r.bytes('salt'),
      }
    },
    write(w, value) {
      w.bytes(value.salt, 'salt')
    },
  }

/** securePasswordKdfAlgoSHA512#86471d92 salt:bytes = SecurePasswordKdfAlgo */
export interface securePasswordKdfAlgoSHA512 {
  _: 'securePasswordKdfAlgoSHA512'
  salt: Uint8Array
}
export const securePasswordKdfAlgoSHA512: tl.Constructor<securePasswordKdfAlgoSHA512> = {
  name: 'securePasswordKdfAlgoSHA512',
  id: 0x86471d92,
  read(r) {
    return {
      _: 'securePasswordKdfAlgoSHA512',
      salt: r.bytes('salt'),
    }
  },
  write(w, value) {
    w.bytes(value.salt, 'salt')
  },
}

/** inputCheckPasswordEmpty#9880f658 = InputCheckPasswordSRP */
export interface inputCheckPasswordEmpty {
  _: 'inputCheckPasswordEmpty'
}
export const inputCheckPasswordEmpty: tl.Constructor<inputCheckPasswordEmpty> = {
  name: 'inputCheckPasswordEmpty',
  id: 0x9880f658,
  read() {
    return { _: 'inputCheckPasswordEmpty' }
  },
  write() {},
}

/** inputCheckPasswordSRP#d27ff082 srp_id:long A:bytes M1:bytes = InputCheckPasswordSRP */
export interface inputCheckPasswordSRP {
  _: 'inputCheckPasswordSRP'
  srpId: bigint
  A: Uint8Array
  M1: Uint8Array
}
export const inputCheckPasswordSRP: tl.Constructor<inputCheckPasswordSRP> = {
  name: 'inputCheckPasswordSRP',
  id: 0xd27ff082,
  read(r) {
    return {
      _: 'inputCheckPasswordSRP',
      srpId: r.long('srpId'),
      A: r.bytes('A'),
      M1: r.bytes('M1'),
    }
  },
  write(w, value) {
    w.long(value.srpId, 'srpId')
    w.bytes(value.A, 'A')
    w.bytes(value.M1, 'M1')
  },
}

/** userEmpty#d3bc4b7a id:long = User */
export interface userEmpty {
  _: 'userEmpty'
  id: bigint
}
export const userEmpty: tl.Constructor<userEmpty> = {
  name: 'userEmpty',
  id: 0xd3bc4b7a,
  read(r) {
    return {
      _: 'userEmpty',
      id: r.long('id'),
    }
  },
  write(w, value) {
    w.long(value.id, 'id')
  },
}

/**
 * user#31774388 flags:# self:flags.10?true contact:flags.11?true mutual_contact:flags.12?true
 * deleted:flags.13?true bot:flags.14?true bot_chat_history:flags.15?true bot_nochats:flags.16?true
 * verified:flags.17?true restricted:flags.18?true min:flags.20?true bot_inline_geo:flags.21?true
 * support:flags.23?true scam:flags.24?true apply_min_photo:flags.25?true fake:flags.26?true
 * bot_attach_menu:flags.27?true premium:flags.28?true attach_menu_enabled:flags.29?true flags2:#
 * bot_can_edit:flags2.1?true close_friend:flags2.2?true stories_hidden:flags2.3?true
 * stories_unavailable:flags2.4?true contact_require_premium:flags2.10?true
 * bot_business:flags2.11?true bot_has_main_app:flags2.13?true bot_forum_view:flags2.16?true
 * bot_forum_can_manage_topics:flags2.17?true id:long access_hash:flags.0?long
 * first_name:flags.1?string last_name:flags.2?string username:flags.3?string phone:flags.4?string
 * photo:flags.5?UserProfilePhoto status:flags.6?UserStatus bot_info_version:flags.14?int
 * restriction_reason:flags.18?Vector<RestrictionReason> bot_inline_placeholder:flags.19?string
 * lang_code:flags.22?string emoji_status:flags.30?EmojiStatus usernames:flags2.0?Vector<Username>
 * stories_max_id:flags2.5?RecentStory color:flags2.8?PeerColor profile_color:flags2.9?PeerColor
 * bot_active_users:flags2.12?int bot_verification_icon:flags2.14?long
 * send_paid_messages_stars:flags2.15?long = User
 */
export interface user {
  _: 'user'
  self?: boolean | undefined
  contact?: boolean | undefined
  mutualContact?: boolean | undefined
  deleted?: boolean | undefined
  bot?: boolean | undefined
  botChatHistory?: boolean | undefined
  botNochats?: boolean | undefined
  verified?: boolean | undefined
  restricted?: boolean | undefined
  min?: boolean | undefined
  botInlineGeo?: boolean | undefined
  support?: boolean | undefined
  scam?: boolean | undefined
  applyMinPhoto?: boolean | undefined
  fake?: boolean | undefined
  botAttachMenu?: boolean | undefined
  premium?: boolean | undefined
  attachMenuEnabled?: boolean | undefined
  botCanEdit?: boolean | undefined
  closeFriend?: boolean | undefined
  storiesHidden?: boolean | undefined
  storiesUnavailable?: boolean | undefined
  contactRequirePremium?: boolean | undefined
  botBusiness?: boolean | undefined
  botHasMainApp?: boolean | undefined
  botForumView?: boolean | undefined
  botForumCanManageTopics?: boolean | undefined
  id: bigint
  accessHash?: bigint | undefined
  firstName?: string | undefined
  lastName?: string | undefined
  username?: string | undefined
  phone?: string | undefined
  photo?: UserProfilePhoto | undefined
  status?: UserStatus | undefined
  botInfoVersion?: number | undefined
  restrictionReason?: readonly RestrictionReason[] | undefined
  botInlinePlaceholder?: string | undefined
  langCode?: string | undefined
  emojiStatus?: EmojiStatus | undefined
  usernames?: readonly Username[] | undefined
  storiesMaxId?: RecentStory | undefined
  color?: PeerColor | undefined
  profileColor?: PeerColor | undefined
  botActiveUsers?: number | undefined
  botVerificationIcon?: bigint | undefined
  sendPaidMessagesStars?: bigint | undefined
}
export const user: tl.Constructor<user> = {
  name: 'user',
  id: 0x31774388,
  read(r) {
    const value = { _: 'user' } as user
    const flags = r.flags(0x7ffffc7f, 'flags')
    if (flags & (1 << 10)) value.self = true
    if (flags & (1 << 11)) value.contact = true
    if (flags & (1 << 12)) value.mutualContact = true
    if (flags & (1 << 13)) value.deleted = true
    if (flags & (1 << 14)) value.bot = true
    if (flags & (1 << 15)) value.botChatHistory = true
    if (flags & (1 << 16)) value.botNochats = true
    if (flags & (1 << 17)) value.verified = true
    if (flags & (1 << 18)) value.restricted = true
    if (flags & (1 << 20)) value.min = true
    if (flags & (1 << 21)) value.botInlineGeo = true
    if (flags & (1 << 23)) value.support = true
    if (flags & (1 << 24)) value.scam = true
    if (flags & (1 << 25)) value.applyMinPhoto = true
    if (flags & (1 << 26)) value.fake = true
    if (flags & (1 << 27)) value.botAttachMenu = true
    if (flags & (1 << 28)) value.premium = true
    if (flags & (1 << 29)) value.attachMenuEnabled = true
    const flags2 = r.flags(0x3ff3f, 'flags2')
    if (flags2 & (1 << 1)) value.botCanEdit = true
    if (flags2 & (1 << 2)) value.closeFriend = true
    if (flags2 & (1 << 3)) value.storiesHidden = true
    if (flags2 & (1 << 4)) value.storiesUnavailable = true
    if (flags2 & (1 << 10)) value.contactRequirePremium = true
    if (flags2 & (1 << 11)) value.botBusiness = true
    if (flags2 & (1 << 13)) value.botHasMainApp = true
    if (flags2 & (1 << 16)) value.botForumView = true
    if (flags2 & (1 << 17)) value.botForumCanManageTopics = true
    value.id = r.long('id')
    if (flags & (1 << 0)) value.accessHash = r.long('accessHash')
    if (flags & (1 << 1)) value.firstName = r.string('firstName')
    if (flags & (1 << 2)) value.lastName = r.string('lastName')
    if (flags & (1 << 3)) value.username = r.string('username')
    if (flags & (1 << 4)) value.phone = r.string('phone')
    if (flags & (1 << 5)) value.photo = r.boxed(UserProfilePhoto, 'photo')
    if (flags & (1 << 6)) value.status = r.boxed(UserStatus, 'status')
    if (flags & (1 << 14)) value.botInfoVersion = r.int('botInfoVersion')
    if (flags & (1 << 18))
      value.restrictionReason = r.vector(r => r.boxed(RestrictionReason), 'restrictionReason')
    if (flags & (1 << 19)) value.botInlinePlaceholder = r.string('botInlinePlaceholder')
    if (flags & (1 << 22)) value.langCode = r.string('langCode')
    if (flags & (1 << 30)) value.emojiStatus = r.boxed(EmojiStatus, 'emojiStatus')
    if (flags2 & (1 << 0)) value.usernames = r.vector(r => r.boxed(Username), 'usernames')
    if (flags2 & (1 << 5)) value.storiesMaxId = r.boxed(RecentStory, 'storiesMaxId')
    if (flags2 & (1 << 8)) value.color = r.boxed(PeerColor, 'color')
    if (flags2 & (1 << 9)) value.profileColor = r.boxed(PeerColor, 'profileColor')
    if (flags2 & (1 << 12)) value.botActiveUsers = r.int('botActiveUsers')
    if (flags2 & (1 << 14)) value.botVerificationIcon = r.long('botVerificationIcon')
    if (flags2 & (1 << 15)) value.sendPaidMessagesStars = r.long('sendPaidMessagesStars')
    return value
  },
  write(w, value) {
    let flags = 0
    if (w.flag(value.self, 'self')) flags |= 1 << 10
    if (w.flag(value.contact, 'contact')) flags |= 1 << 11
    if (w.flag(value.mutualContact, 'mutualContact')) flags |= 1 << 12
    if (w.flag(value.deleted, 'deleted')) flags |= 1 << 13
    if (w.flag(value.bot, 'bot')) flags |= 1 << 14
    if (w.flag(value.botChatHistory, 'botChatHistory')) flags |= 1 << 15
    if (w.flag(value.botNochats, 'botNochats')) flags |= 1 << 16
    if (w.flag(value.verified, 'verified')) flags |= 1 << 17
    if (w.flag(value.restricted, 'restricted')) flags |= 1 << 18
    if (w.flag(value.min, 'min')) flags |= 1 << 20
    if (w.flag(value.botInlineGeo, 'botInlineGeo')) flags |= 1 << 21
    if (w.flag(value.support, 'support')) flags |= 1 << 23
    if (w.flag(value.scam, 'scam')) flags |= 1 << 24
    if (w.flag(value.applyMinPhoto, 'applyMinPhoto')) flags |= 1 << 25
    if (w.flag(value.fake, 'fake')) flags |= 1 << 26
    if (w.flag(value.botAttachMenu, 'botAttachMenu')) flags |= 1 << 27
    if (w.flag(value.premium, 'premium')) flags |= 1 << 28
    if (w.flag(value.attachMenuEnabled, 'attachMenuEnabled')) flags |= 1 << 29
    if (value.accessHash !== undefined) flags |= 1 << 0
    if (value.firstName !== undefined) flags |= 1 << 1
    if (value.lastName !== undefined) flags |= 1 << 2
    if (value.username !== undefined) flags |= 1 << 3
    if (value.phone !== undefined) flags |= 1 << 4
    if (value.photo !== undefined) flags |= 1 << 5
    if (value.status !== undefined) flags |= 1 << 6
    if (value.botInfoVersion !== undefined) flags |= 1 << 14
    if (value.restrictionReason !== undefined) flags |= 1 << 18
    if (value.botInlinePlaceholder !== undefined) flags |= 1 << 19
    if (value.langCode !== undefined) flags |= 1 << 22
    if (value.emojiStatus !== undefined) flags |= 1 << 30
    w.nat(flags >>> 0)
    let flags2 = 0
    if (w.flag(value.botCanEdit, 'botCanEdit')) flags2 |= 1 << 1
    if (w.flag(value.closeFriend, 'closeFriend')) flags2 |= 1 << 2
    if (w.flag(value.storiesHidden, 'storiesHidden')) flags2 |= 1 << 3
    if (w.flag(value.storiesUnavailable, 'storiesUnavailable')) flags2 |= 1 << 4
    if (w.flag(value.contactRequirePremium, 'contactRequirePremium')) flags2 |= 1 << 10
    if (w.flag(value.botBusiness, 'botBusiness')) flags2 |= 1 << 11
    if (w.flag(value.botHasMainApp, 'botHasMainApp')) flags2 |= 1 << 13
    if (w.flag(value.botForumView, 'botForumView')) flags2 |= 1 << 16
    if (w.flag(value.botForumCanManageTopics, 'botForumCanManageTopics')) flags2 |= 1 << 17
    if (value.usernames !== undefined) flags2 |= 1 << 0
    if (value.storiesMaxId !== undefined) flags2 |= 1 << 5
    if (value.color !== undefined) flags2 |= 1 << 8
    if (value.profileColor !== undefined) flags2 |= 1 << 9
    if (value.botActiveUsers !== undefined) flags2 |= 1 << 12
    if (value.botVerificationIcon !== undefined) flags2 |= 1 << 14
    if (value.sendPaidMessagesStars !== undefined) flags2 |= 1 << 15
    w.nat(flags2 >>> 0)
    w.long(value.id, 'id')
    if (flags & (1 << 0)) w.long(value.accessHash!, 'accessHash')
    if (flags & (1 << 1)) w.string(value.firstName!, 'firstName')
    if (flags & (1 << 2)) w.string(value.lastName!, 'lastName')
    if (flags & (1 << 3)) w.string(value.username!, 'username')
    if (flags & (1 << 4)) w.string(value.phone!, 'phone')
    if (flags & (1 << 5)) w.boxed(value.photo!, UserProfilePhoto, 'photo')
    if (flags & (1 << 6)) w.boxed(value.status!, UserStatus, 'status')
    if (flags & (1 << 14)) w.int(value.botInfoVersion!, 'botInfoVersion')
    if (flags & (1 << 18))
      w.vector(
        value.restrictionReason!,
        (w, item) => w.boxed(item, RestrictionReason),
        'restrictionReason',
      )
    if (flags & (1 << 19)) w.string(value.botInlinePlaceholder!, 'botInlinePlaceholder')
    if (flags & (1 << 22)) w.string(value.langCode!, 'langCode')
    if (flags & (1 << 30)) w.boxed(value.emojiStatus!, EmojiStatus, 'emojiStatus')
    if (flags2 & (1 << 0))
      w.vector(value.usernames!, (w, item) => w.boxed(item, Username), 'usernames')
    if (flags2 & (1 << 5)) w.boxed(value.storiesMaxId!, RecentStory, 'storiesMaxId')
    if (flags2 & (1 << 8)) w.boxed(value.color!, PeerColor, 'color')
    if (flags2 & (1 << 9)) w.boxed(value.profileColor!, PeerColor, 'profileColor')
    if (flags2 & (1 << 12)) w.int(value.botActiveUsers!, 'botActiveUsers')
    if (flags2 & (1 << 14)) w.long(value.botVerificationIcon!, 'botVerificationIcon')
    if (flags2 & (1 << 15)) w.long(value.sendPaidMessagesStars!, 'sendPaidMessagesStars')
  },
}

/** userProfilePhotoEmpty#4f11bae1 = UserProfilePhoto */
export interface userProfilePhotoEmpty {
  _: 'userProfilePhotoEmpty'
}
export const userProfilePhotoEmpty: tl.Constructor<userProfilePhotoEmpty> = {
  name: 'userProfilePhotoEmpty',
  id: 0x4f11bae1,
  read() {
    return { _: 'userProfilePhotoEmpty' }
  },
  write() {},
}

/**
 * userProfilePhoto#82d1f706 flags:# has_video:flags.0?true personal:flags.2?true photo_id:long
 * stripped_thumb:flags.1?bytes dc_id:int = UserProfilePhoto
 */
export interface userProfilePhoto {
  _: 'userProfilePhoto'
  hasVideo?: boolean | undefined
  personal?: boolean | undefined
  photoId: bigint
  strippedThumb?: Uint8Array | undefined
  dcId: number
}
export const userProfilePhoto: tl.Constructor<userProfilePhoto> = {
  name: 'userProfilePhoto',
  id: 0x82d1f706,
  read(r) {
    const value = { _: 'userProfilePhoto' } as userProfilePhoto
    const flags = r.flags(0x7, 'flags')
    if (flags & (1 << 0)) value.hasVideo = true
    if (flags & (1 << 2)) value.personal = true
    value.photoId = r.long('photoId')
    if (flags & (1 << 1)) value.strippedThumb = r.bytes('strippedThumb')
    value.dcId = r.int('dcId')
    return value
  },
  write(w, value) {
    let flags = 0
    if (w.flag(value.hasVideo, 'hasVideo')) flags |= 1 << 0
    if (w.flag(value.personal, 'personal')) flags |= 1 << 2
    if (value.strippedThumb !== undefined) flags |= 1 << 1
    w.nat(flags >>> 0)
    w.long(value.photoId, 'photoId')
    if (flags & (1 << 1)) w.bytes(value.strippedThumb!, 'strippedThumb')
    w.int(value.dcId, 'dcId')
  },
}

/** userStatusEmpty#09d05049 = UserStatus */
export interface userStatusEmpty {
  _: 'userStatusEmpty'
}
export const userStatusEmpty: tl.Constructor<userStatusEmpty> = {
  name: 'userStatusEmpty',
  id: 0x09d05049,
  read() {
    return { _: 'userStatusEmpty' }
  },
  write() {},
}

/** userStatusOnline#edb93949 expires:int = UserStatus */
export interface userStatusOnline {
  _: 'userStatusOnline'
  expires: number
}
export const userStatusOnline: tl.Constructor<userStatusOnline> = {
  name: 'userStatusOnline',
  id: 0xedb93949,
  read(r) {
    return {
      _: 'userStatusOnline',
      expires: r.int('expires'),
    }
  },
  write(w, value) {
    w.int(value.expires, 'expires')
  },
}

/** userStatusOffline#008c703f was_online:int = UserStatus */
export interface userStatusOffline {
  _: 'userStatusOffline'
  wasOnline: number
}
export const userStatusOffline: tl.Constructor<userStatusOffline> = {
  name: 'userStatusOffline',
  id: 0x008c703f,
  read(r) {
    return {
      _: 'userStatusOffline',
      wasOnline: r.int('wasOnline'),
    }
  },
  write(w, value) {
    w.int(value.wasOnline, 'wasOnline')
  },
}

/** userStatusRecently#7b197dc8 flags:# by_me:flags.0?true = UserStatus */
export interface userStatusRecently {
  _: 'userStatusRecently'
  byMe?: boolean | undefined
}
export const userStatusRecently: tl.Constructor<userStatusRecently> = {
  name: 'userStatusRecently',
  id: 0x7b197dc8,
  read(r) {
    const value = { _: 'userStatusRecently' } as userStatusRecently
    const flags = r.flags(0x1, 'flags')
    if (flags & (1 << 0)) value.byMe = true
    return value
  },
  write(w, value) {
    let flags = 0
    if (w.flag(value.byMe, 'byMe')) flags |= 1 << 0
    w.nat(flags >>> 0)
  },
}

/** userStatusLastWeek#541a1d1a flags:# by_me:flags.0?true = UserStatus */
export interface userStatusLastWeek {
  _: 'userStatusLastWeek'
  byMe?: boolean | undefined
}
export const userStatusLastWeek: tl.Constructor<userStatusLastWeek> = {
  name: 'userStatusLastWeek',
  id: 0x541a1d1a,
  read(r) {
    const value = { _: 'userStatusLastWeek' } as userStatusLastWeek
    const flags = r.flags(0x1, 'flags')
    if (flags & (1 << 0)) value.byMe = true
    return value
  },
  write(w, value) {
    let flags = 0
    if (w.flag(value.byMe, 'byMe')) flags |= 1 << 0
    w.nat(flags >>> 0)
  },
}

/** userStatusLastMonth#65899777 flags:# by_me:flags.0?true = UserStatus */
export interface userStatusLastMonth {
  _: 'userStatusLastMonth'
  byMe?: boolean | undefined
}
export const userStatusLastMonth: tl.Constructor<userStatusLastMonth> = {
  name: 'userStatusLastMonth',
  id: 0x65899777,
  read(r) {
    const value = { _: 'userStatusLastMonth' } as userStatusLastMonth
    const flags = r.flags(0x1, 'flags')
    if (flags & (1 << 0)) value.byMe = true
    return value
  },
  write(w, value) {
    let flags = 0
    if (w.flag(value.byMe, 'byMe')) flags |= 1 << 0
    w.nat(flags >>> 0)
  },
}

/**
 * username#b4073647 flags:# editable:flags.0?true active:flags.1?true username:string = Username
 */
export interface username {
  _: 'username'
  editable?: boolean | undefined
  active?: boolean | undefined
  username: string
}
export const username: tl.Constructor<username> = {
  name: 'username',
  id: 0xb4073647,
  read(r) {
    const value = { _: 'username' } as username
    const flags = r.flags(0x3, 'flags')
    if (flags & (1 << 0)) value.editable = true
    if (flags & (1 << 1)) value.active = true
    value.username = r.string('username')
    return value
  },
  write(w, value) {
    let flags = 0
    if (w.flag(value.editable, 'editable')) flags |= 1 << 0
    if (w.flag(value.active, 'active')) flags |= 1 << 1
    w.nat(flags >>> 0)
    w.string(value.username, 'username')
  },
}

/** restrictionReason#d072acb4 platform:string reason:string text:string = RestrictionReason */
export interface restrictionReason {
  _: 'restrictionReason'
  platform: string
  reason: string
  text: string
}
export const restrictionReason: tl.Constructor<restrictionReason> = {
  name: 'restrictionReason',
  id: 0xd072acb4,
  read(r) {
    return {
      _: 'restrictionReason',
      platform: r.string('platform'),
      reason: r.string('reason'),
      text: r.string('text'),
    }
  },
  write(w, value) {
    w.string(value.platform, 'platform')
    w.string(value.reason, 'reason')
    w.string(value.text, 'text')
  },
}

/** recentStory#711d692d flags:# live:flags.0?true max_id:flags.1?int = RecentStory */
export interface recentStory {
  _: 'recentStory'
  live?: boolean | undefined
  maxId?: number | undefined
}
export const recentStory: tl.Constructor<recentStory> = {
  name: 'recentStory',
  id: 0x711d692d,
  read(r) {
    const value = { _: 'recentStory' } as recentStory
    const flags = r.flags(0x3, 'flags')
    if (flags & (1 << 0)) value.live = true
    if (flags & (1 << 1)) value.maxId = r.int('maxId')
    return value
  },
  write(w, value) {
    let flags = 0
    if (w.flag(value.live, 'live')) flags |= 1 << 0
    if (value.maxId !== undefined) flags |= 1 << 1
    w.nat(flags >>> 0)
    if (flags & (1 << 1)) w.int(value.maxId!, 'maxId')
  },
}

/** emojiStatusEmpty#2de11aae = EmojiStatus */
export interface emojiStatusEmpty {
  _: 'emojiStatusEmpty'
}
export const emojiStatusEmpty: tl.Constructor<emojiStatusEmpty> = {
  name: 'emojiStatusEmpty',
  id: 0x2de11aae,
  read() {
    return { _: 'emojiStatusEmpty' }
  },
  write() {},
}

/** emojiStatus#e7ff068a flags:# document_id:long until:flags.0?int = EmojiStatus */
export interface emojiStatus {
  _: 'emojiStatus'
  documentId: bigint
  until?: number | undefined
}
export const emojiStatus: tl.Constructor<emojiStatus> = {
  name: 'emojiStatus',
  id: 0xe7ff068a,
  read(r) {
    const value = { _: 'emojiStatus' } as emojiStatus
    const flags = r.flags(0x1, 'flags')
    value.documentId = r.long('documentId')
    if (flags & (1 << 0)) value.until = r.int('until')
    return value
  },
  write(w, value) {
    let flags = 0
    if (value.until !== undefined) flags |= 1 << 0
    w.nat(flags >>> 0)
    w.long(value.documentId, 'documentId')
    if (flags & (1 << 0)) w.int(value.until!, 'until')
  },
}

/**
 * emojiStatusCollectible#7184603b flags:# collectible_id:long document_id:long title:string
 * slug:string pattern_document_id:long center_color:int edge_color:int pattern_color:int
 * text_color:int until:flags.0?int = EmojiStatus
 */
export interface emojiStatusCollectible {
  _: 'emojiStatusCollectible'
  collectibleId: bigint
  documentId: bigint
  title: string
  slug: string
  patternDocumentId: bigint
  centerColor: number
  edgeColor: number
  patternColor: number
  textColor: number
  until?: number | undefined
}
export const emojiStatusCollectible: tl.Constructor<emojiStatusCollectible> = {
  name: 'emojiStatusCollectible',
  id: 0x7184603b,
  read(r) {
    const value = { _: 'emojiStatusCollectible' } as emojiStatusCollectible
    const flags = r.flags(0x1, 'flags')
    value.collectibleId = r.long('collectibleId')
    value.documentId = r.long('documentId')
    value.title = r.string('title')
    value.slug = r.string('slug')
    value.patternDocumentId = r.long('patternDocumentId')
    value.centerColor = r.int('centerColor')
    value.edgeColor = r.int('edgeColor')
    value.patternColor = r.int('patternColor')
    value.textColor = r.int('textColor')
    if (flags & (1 << 0)) value.until = r.int('until')
    return value
  },
  write(w, value) {
    let flags = 0
    if (value.until !== undefined) flags |= 1 << 0
    w.nat(flags >>> 0)
    w.long(value.collectibleId, 'collectibleId')
    w.long(value.documentId, 'documentId')
    w.string(value.title, 'title')
    w.string(value.slug, 'slug')
    w.long(value.patternDocumentId, 'patternDocumentId')
    w.int(value.centerColor, 'centerColor')
    w.int(value.edgeColor, 'edgeColor')
    w.int(value.patternColor, 'patternColor')
    w.int(value.textColor, 'textColor')
    if (flags & (1 << 0)) w.int(value.until!, 'until')
  },
}

/**
 * inputEmojiStatusCollectible#07141dbf flags:# collectible_id:long until:flags.0?int = EmojiStatus
 */
export interface inputEmojiStatusCollectible {
  _: 'inputEmojiStatusCollectible'
  collectibleId: bigint
  until?: number | undefined
}
export const inputEmojiStatusCollectible: tl.Constructor<inputEmojiStatusCollectible> = {
  name: 'inputEmojiStatusCollectible',
  id: 0x07141dbf,
  read(r) {
    const value = { _: 'inputEmojiStatusCollectible' } as inputEmojiStatusCollectible
    const flags = r.flags(0x1, 'flags')
    value.collectibleId = r.long('collectibleId')
    if (flags & (1 << 0)) value.until = r.int('until')
    return value
  },
  write(w, value) {
    let flags = 0
    if (value.until !== undefined) flags |= 1 << 0
    w.nat(flags >>> 0)
    w.long(value.collectibleId, 'collectibleId')
    if (flags & (1 << 0)) w.int(value.until!, 'until')
  },
}

/** peerColor#b54b5acf flags:# color:flags.0?int background_emoji_id:flags.1?long = PeerColor */
export interface peerColor {
  _: 'peerColor'
  color?: number | undefined
  backgroundEmojiId?: bigint | undefined
}
export const peerColor: tl.Constructor<peerColor> = {
  name: 'peerColor',
  id: 0xb54b5acf,
  read(r) {
    const value = { _: 'peerColor' } as peerColor
    const flags = r.flags(0x3, 'flags')
    if (flags & (1 << 0)) value.color = r.int('color')
    if (flags & (1 << 1)) value.backgroundEmojiId = r.long('backgroundEmojiId')
    return value
  },
  write(w, value) {
    let flags = 0
    if (value.color !== undefined) flags |= 1 << 0
    if (value.backgroundEmojiId !== undefined) flags |= 1 << 1
    w.nat(flags >>> 0)
    if (flags & (1 << 0)) w.int(value.color!, 'color')
    if (flags & (1 << 1)) w.long(value.backgroundEmojiId!, 'backgroundEmojiId')
  },
}

/**
 * peerColorCollectible#b9c0639a flags:# collectible_id:long gift_emoji_id:long
 * background_emoji_id:long accent_color:int colors:Vector<int> dark_accent_color:flags.0?int
 * dark_colors:flags.1?Vector<int> = PeerColor
 */
export interface peerColorCollectible {
  _: 'peerColorCollectible'
  collectibleId: bigint
  giftEmojiId: bigint
  backgroundEmojiId: bigint
  accentColor: number
  colors: readonly number[]
  darkAccentColor?: number | undefined
  darkColors?: readonly number[] | undefined
}
export const peerColorCollectible: tl.Constructor<peerColorCollectible> = {
  name: 'peerColorCollectible',
  id: 0xb9c0639a,
  read(r) {
    const value = { _: 'peerColorCollectible' } as peerColorCollectible
    const flags = r.flags(0x3, 'flags')
    value.collectibleId = r.long('collectibleId')
    value.giftEmojiId = r.long('giftEmojiId')
    value.backgroundEmojiId = r.long('backgroundEmojiId')
    value.accentColor = r.int('accentColor')
    value.colors = r.vector(r => r.int(), 'colors')
    if (flags & (1 << 0)) value.darkAccentColor = r.int('darkAccentColor')
    if (flags & (1 << 1)) value.darkColors = r.vector(r => r.int(), 'darkColors')
    return value
  },
  write(w, value) {
    let flags = 0
    if (value.darkAccentColor !== undefined) flags |= 1 << 0
    if (value.darkColors !== undefined) flags |= 1 << 1
    w.nat(flags >>> 0)
    w.long(value.collectibleId, 'collectibleId')
    w.long(value.giftEmojiId, 'giftEmojiId')
    w.long(value.backgroundEmojiId, 'backgroundEmojiId')
    w.int(value.accentColor, 'accentColor')
    w.vector(value.colors, (w, item) => w.int(item), 'colors')
    if (flags & (1 << 0)) w.int(value.darkAccentColor!, 'darkAccentColor')
    if (flags & (1 << 1)) w.vector(value.darkColors!, (w, item) => w.int(item), 'darkColors')
  },
}

/** inputPeerColorCollectible#b8ea86a9 collectible_id:long = PeerColor */
export interface inputPeerColorCollectible {
  _: 'inputPeerColorCollectible'
  collectibleId: bigint
}
export const inputPeerColorCollectible: tl.Constructor<inputPeerColorCollectible> = {
  name: 'inputPeerColorCollectible',
  id: 0xb8ea86a9,
  read(r) {
    return {
      _: 'inputPeerColorCollectible',
      collectibleId: r.long('collectibleId'),
    }
  },
  write(w, value) {
    w.long(value.collectibleId, 'collectibleId')
  },
}

/** inputUserEmpty#b98886cf = InputUser */
export interface inputUserEmpty {
  _: 'inputUserEmpty'
}
export const inputUserEmpty: tl.Constructor<inputUserEmpty> = {
  name: 'inputUserEmpty',
  id: 0xb98886cf,
  read() {
    return { _: 'inputUserEmpty' }
  },
  write() {},
}

/** inputUserSelf#f7c1b13f = InputUser */
export interface inputUserSelf {
  _: 'inputUserSelf'
}
export const inputUserSelf: tl.Constructor<inputUserSelf> = {
  name: 'inputUserSelf',
  id: 0xf7c1b13f,
  read() {
    return { _: 'inputUserSelf' }
  },
  write() {},
}

/** inputUser#f21158c6 user_id:long access_hash:long = InputUser */
export interface inputUser {
  _: 'inputUser'
  userId: bigint
  accessHash: bigint
}
export const inputUser: tl.Constructor<inputUser> = {
  name: 'inputUser',
  id: 0xf21158c6,
  read(r) {
    return {
      _: 'inputUser',
      userId: r.long('userId'),
      accessHash: r.long('accessHash'),
    }
  },
  write(w, value) {
    w.long(value.userId, 'userId')
    w.long(value.accessHash, 'accessHash')
  },
}

/** inputUserFromMessage#1da448e2 peer:InputPeer msg_id:int user_id:long = InputUser */
export interface inputUserFromMessage {
  _: 'inputUserFromMessage'
  peer: InputPeer
  msgId: number
  userId: bigint
}
export const inputUserFromMessage: tl.Constructor<inputUserFromMessage> = {
  name: 'inputUserFromMessage',
  id: 0x1da448e2,
  read(r) {
    return {
      _: 'inputUserFromMessage',
      peer: r.boxed(InputPeer, 'peer'),
      msgId: r.int('msgId'),
      userId: r.long('userId'),
    }
  },
  write(w, value) {
    w.boxed(value.peer, InputPeer, 'peer')
    w.int(value.msgId, 'msgId')
    w.long(value.userId, 'userId')
  },
}

/** inputPeerEmpty#7f3b18ea = InputPeer */
export interface inputPeerEmpty {
  _: 'inputPeerEmpty'
}
export const inputPeerEmpty: tl.Constructor<inputPeerEmpty> = {
  name: 'inputPeerEmpty',
  id: 0x7f3b18ea,
  read() {
    return { _: 'inputPeerEmpty' }
  },
  write() {},
}

/** inputPeerSelf#7da07ec9 = InputPeer */
export interface inputPeerSelf {
  _: 'inputPeerSelf'
}
export const inputPeerSelf: tl.Constructor<inputPeerSelf> = {
  name: 'inputPeerSelf',
  id: 0x7da07ec9,
  read() {
    return { _: 'inputPeerSelf' }
  },
  write() {},
}

/** inputPeerChat#35a95cb9 chat_id:long = InputPeer */
export interface inputPeerChat {
  _: 'inputPeerChat'
  chatId: bigint
}
export const inputPeerChat: tl.Constructor<inputPeerChat> = {
  name: 'inputPeerChat',
  id: 0x35a95cb9,
  read(r) {
    return {
      _: 'inputPeerChat',
      chatId: r.long('chatId'),
    }
  },
  write(w, value) {
    w.long(value.chatId, 'chatId')
  },
}

/** inputPeerUser#dde8a54c user_id:long access_hash:long = InputPeer */
export interface inputPeerUser {
  _: 'inputPeerUser'
  userId: bigint
  accessHash: bigint
}
export const inputPeerUser: tl.Constructor<inputPeerUser> = {
  name: 'inputPeerUser',
  id: 0xdde8a54c,
  read(r) {
    return {
      _: 'inputPeerUser',
      userId: r.long('userId'),
      accessHash: r.long('accessHash'),
    }
  },
  write(w, value) {
    w.long(value.userId, 'userId')
    w.long(value.accessHash, 'accessHash')
  },
}

/** inputPeerChannel#27bcbbfc channel_id:long access_hash:long = InputPeer */
export interface inputPeerChannel {
  _: 'inputPeerChannel'
  channelId: bigint
  accessHash: bigint
}
export const inputPeerChannel: tl.Constructor<inputPeerChannel> = {
  name: 'inputPeerChannel',
  id: 0x27bcbbfc,
  read(r) {
    return {
      _: 'inputPeerChannel',
      channelId: r.long('channelId'),
      accessHash: r.long('accessHash'),
    }
  },
  write(w, value) {
    w.long(value.channelId, 'channelId')
    w.long(value.accessHash, 'accessHash')
  },
}

/** inputPeerUserFromMessage#a87b0a1c peer:InputPeer msg_id:int user_id:long = InputPeer */
export interface inputPeerUserFromMessage {
  _: 'inputPeerUserFromMessage'
  peer: InputPeer
  msgId: number
  userId: bigint
}
export const inputPeerUserFromMessage: tl.Constructor<inputPeerUserFromMessage> = {
  name: 'inputPeerUserFromMessage',
  id: 0xa87b0a1c,
  read(r) {
    return {
      _: 'inputPeerUserFromMessage',
      peer: r.boxed(InputPeer, 'peer'),
      msgId: r.int('msgId'),
      userId: r.long('userId'),
    }
  },
  write(w, value) {
    w.boxed(value.peer, InputPeer, 'peer')
    w.int(value.msgId, 'msgId')
    w.long(value.userId, 'userId')
  },
}

/** inputPeerChannelFromMessage#bd2a0840 peer:InputPeer msg_id:int channel_id:long = InputPeer */
export interface inputPeerChannelFromMessage {
  _: 'inputPeerChannelFromMessage'
  peer: InputPeer
  msgId: number
  channelId: bigint
}
export const inputPeerChannelFromMessage: tl.Constructor<inputPeerChannelFromMessage> = {
  name: 'inputPeerChannelFromMessage',
  id: 0xbd2a0840,
  read(r) {
    return {
      _: 'inputPeerChannelFromMessage',
      peer: r.boxed(InputPeer, 'peer'),
      msgId: r.int('msgId'),
      channelId: r.long('channelId'),
    }
  },
  write(w, value) {
    w.boxed(value.peer, InputPeer, 'peer')
    w.int(value.msgId, 'msgId')
    w.long(value.channelId, 'channelId')
  },
}

/** messageEntityUnknown#bb92ba95 offset:int length:int = MessageEntity */
export interface messageEntityUnknown {
  _: 'messageEntityUnknown'
  offset: number
  length: number
}
export const messageEntityUnknown: tl.Constructor<messageEntityUnknown> = {
  name: 'messageEntityUnknown',
  id: 0xbb92ba95,
  read(r) {
    return {
      _: 'messageEntityUnknown',
      offset: r.int('offset'),
      length: r.int('length'),
    }
  },
  write(w, value) {
    w.int(value.offset, 'offset')
    w.int(value.length, 'length')
  },
}

/** messageEntityMention#fa04579d offset:int length:int = MessageEntity */
export interface messageEntityMention {
  _: 'messageEntityMention'
  offset: number
  length: number
}
export const messageEntityMention: tl.Constructor<messageEntityMention> = {
  name: 'messageEntityMention',
  id: 0xfa04579d,
  read(r) {
    return {
      _: 'messageEntityMention',
      offset: r.int('offset'),
      length: r.int('length'),
    }
  },
  write(w, value) {
    w.int(value.offset, 'offset')
    w.int(value.length, 'length')
  },
}

/** messageEntityHashtag#6f635b0d offset:int length:int = MessageEntity */
export interface messageEntityHashtag {
  _: 'messageEntityHashtag'
  offset: number
  length: number
}
export const messageEntityHashtag: tl.Constructor<messageEntityHashtag> = {
  name: 'messageEntityHashtag',
  id: 0x6f635b0d,
  read(r) {
    return {
      _: 'messageEntityHashtag',
      offset: r.int('offset'),
      length: r.int('length'),
    }
  },
  write(w, value) {
    w.int(value.offset, 'offset')
    w.int(value.length, 'length')
  },
}

/** messageEntityBotCommand#6cef8ac7 offset:int length:int = MessageEntity */
export interface messageEntityBotCommand {
  _: 'messageEntityBotCommand'
  offset: number
  length: number
}
export const messageEntityBotCommand: tl.Constructor<messageEntityBotCommand> = {
  name: 'messageEntityBotCommand',
  id: 0x6cef8ac7,
  read(r) {
    return {
      _: 'messageEntityBotCommand',
      offset: r.int('offset'),
      length: r.int('length'),
    }
  },
  write(w, value) {
    w.int(value.offset, 'offset')
    w.int(value.length, 'length')
  },
}

/** messageEntityUrl#6ed02538 offset:int length:int = MessageEntity */
export interface messageEntityUrl {
  _: 'messageEntityUrl'
  offset: number
  length: number
}
export const messageEntityUrl: tl.Constructor<messageEntityUrl> = {
  name: 'messageEntityUrl',
  id: 0x6ed02538,
  read(r) {
    return {
      _: 'messageEntityUrl',
      offset: r.int('offset'),
      length: r.int('length'),
    }
  },
  write(w, value) {
    w.int(value.offset, 'offset')
    w.int(value.length, 'length')
  },
}

/** messageEntityEmail#64e475c2 offset:int length:int = MessageEntity */
export interface messageEntityEmail {
  _: 'messageEntityEmail'
  offset: number
  length: number
}
export const messageEntityEmail: tl.Constructor<messageEntityEmail> = {
  name: 'messageEntityEmail',
  id: 0x64e475c2,
  read(r) {
    return {
      _: 'messageEntityEmail',
      offset: r.int('offset'),
      length: r.int('length'),
    }
  },
  write(w, value) {
    w.int(value.offset, 'offset')
    w.int(value.length, 'length')
  },
}

/** messageEntityBold#bd610bc9 offset:int length:int = MessageEntity */
export interface messageEntityBold {
  _: 'messageEntityBold'
  offset: number
  length: number
}
export const messageEntityBold: tl.Constructor<messageEntityBold> = {
  name: 'messageEntityBold',
  id: 0xbd610bc9,
  read(r) {
    return {
      _: 'messageEntityBold',
      offset: r.int('offset'),
      length: r.int('length'),
    }
  },
  write(w, value) {
    w.int(value.offset, 'offset')
    w.int(value.length, 'length')
  },
}

/** messageEntityItalic#826f8b60 offset:int length:int = MessageEntity */
export interface messageEntityItalic {
  _: 'messageEntityItalic'
  offset: number
  length: number
}
export const messageEntityItalic: tl.Constructor<messageEntityItalic> = {
  name: 'messageEntityItalic',
  id: 0x826f8b60,
  read(r) {
    return {
      _: 'messageEntityItalic',
      offset: r.int('offset'),
      length: r.int('length'),
    }
  },
  write(w, value) {
    w.int(value.offset, 'offset')
    w.int(value.length, 'length')
  },
}

/** messageEntityCode#28a20571 offset:int length:int = MessageEntity */
export interface messageEntityCode {
  _: 'messageEntityCode'
  offset: number
  length: number
}
export const messageEntityCode: tl.Constructor<messageEntityCode> = {
  name: 'messageEntityCode',
  id: 0x28a20571,
  read(r) {
    return {
      _: 'messageEntityCode',
      offset: r.int('offset'),
      length: r.int('length'),
    }
  },
  write(w, value) {
    w.int(value.offset, 'offset')
    w.int(value.length, 'length')
  },
}

/** messageEntityPre#73924be0 offset:int length:int language:string = MessageEntity */
export interface messageEntityPre {
  _: 'messageEntityPre'
  offset: number
  length: number
  language: string
}
export const messageEntityPre: tl.Constructor<messageEntityPre> = {
  name: 'messageEntityPre',
  id: 0x73924be0,
  read(r) {
    return {
      _: 'messageEntityPre',
      offset: r.int('offset'),
      length: r.int('length'),
      language: r.string('language'),
    }
  },
  write(w, value) {
    w.int(value.offset, 'offset')
    w.int(value.length, 'length')
    w.string(value.language, 'language')
  },
}

/** messageEntityTextUrl#76a6d327 offset:int length:int url:string = MessageEntity */
export interface messageEntityTextUrl {
  _: 'messageEntityTextUrl'
  offset: number
  length: number
  url: string
}
export const messageEntityTextUrl: tl.Constructor<messageEntityTextUrl> = {
  name: 'messageEntityTextUrl',
  id: 0x76a6d327,
  read(r) {
    return {
      _: 'messageEntityTextUrl',
      offset: r.int('offset'),
      length: r.int('length'),
      url: r.string('url'),
    }
  },
  write(w, value) {
    w.int(value.offset, 'offset')
    w.int(value.length, 'length')
    w.string(value.url, 'url')
  },
}

/** messageEntityMentionName#dc7b1140 offset:int length:int user_id:long = MessageEntity */
export interface messageEntityMentionName {
  _: 'messageEntityMentionName'
  offset: number
  length: number
  userId: bigint
}
export const messageEntityMentionName: tl.Constructor<messageEntityMentionName> = {
  name: 'messageEntityMentionName',
  id: 0xdc7b1140,
  read(r) {
    return {
      _: 'messageEntityMentionName',
      offset: r.int('offset'),
      length: r.int('length'),
      userId: r.long('userId'),
    }
  },
  write(w, value) {
    w.int(value.offset, 'offset')
    w.int(value.length, 'length')
    w.long(value.userId, 'userId')
  },
}

/** messageEntityPhone#9b69e34b offset:int length:int = MessageEntity */
export interface messageEntityPhone {
  _: 'messageEntityPhone'
  offset: number
  length: number
}
export const messageEntityPhone: tl.Constructor<messageEntityPhone> = {
  name: 'messageEntityPhone',
  id: 0x9b69e34b,
  read(r) {
    return {
      _: 'messageEntityPhone',
      offset: r.int('offset'),
      length: r.int('length'),
    }
  },
  write(w, value) {
    w.int(value.offset, 'offset')
    w.int(value.length, 'length')
  },
}

/** messageEntityCashtag#4c4e743f offset:int length:int = MessageEntity */
export interface messageEntityCashtag {
  _: 'messageEntityCashtag'
  offset: number
  length: number
}
export const messageEntityCashtag: tl.Constructor<messageEntityCashtag> = {
  name: 'messageEntityCashtag',
  id: 0x4c4e743f,
  read(r) {
    return {
      _: 'messageEntityCashtag',
      offset: r.int('offset'),
      length: r.int('length'),
    }
  },
  write(w, value) {
    w.int(value.offset, 'offset')
    w.int(value.length, 'length')
  },
}

/** messageEntityUnderline#9c4e7e8b offset:int length:int = MessageEntity */
export interface messageEntityUnderline {
  _: 'messageEntityUnderline'
  offset: number
  length: number
}
export const messageEntityUnderline: tl.Constructor<messageEntityUnderline> = {
  name: 'messageEntityUnderline',
  id: 0x9c4e7e8b,
  read(r) {
    return {
      _: 'messageEntityUnderline',
      offset: r.int('offset'),
      length: r.int('length'),
    }
  },
  write(w, value) {
    w.int(value.offset, 'offset')
    w.int(value.length, 'length')
  },
}

/** messageEntityStrike#bf0693d4 offset:int length:int = MessageEntity */
export interface messageEntityStrike {
  _: 'messageEntityStrike'
  offset: number
  length: number
}
export const messageEntityStrike: tl.Constructor<messageEntityStrike> = {
  name: 'messageEntityStrike',
  id: 0xbf0693d4,
  read(r) {
    return {
      _: 'messageEntityStrike',
      offset: r.int('offset'),
      length: r.int('length'),
    }
  },
  write(w, value) {
    w.int(value.offset, 'offset')
    w.int(value.length, 'length')
  },
}

/** messageEntityBankCard#761e6af4 offset:int length:int = MessageEntity */
export interface messageEntityBankCard {
  _: 'messageEntityBankCard'
  offset: number
  length: number
}
export const messageEntityBankCard: tl.Constructor<messageEntityBankCard> = {
  name: 'messageEntityBankCard',
  id: 0x761e6af4,
  read(r) {
    return {
      _: 'messageEntityBankCard',
      offset: r.int('offset'),
      length: r.int('length'),
    }
  },
  write(w, value) {
    w.int(value.offset, 'offset')
    w.int(value.length, 'length')
  },
}

/** messageEntitySpoiler#32ca960f offset:int length:int = MessageEntity */
export interface messageEntitySpoiler {
  _: 'messageEntitySpoiler'
  offset: number
  length: number
}
export const messageEntitySpoiler: tl.Constructor<messageEntitySpoiler> = {
  name: 'messageEntitySpoiler',
  id: 0x32ca960f,
  read(r) {
    return {
      _: 'messageEntitySpoiler',
      offset: r.int('offset'),
      length: r.int('length'),
    }
  },
  write(w, value) {
    w.int(value.offset, 'offset')
    w.int(value.length, 'length')
  },
}

/** messageEntityCustomEmoji#c8cf05f8 offset:int length:int document_id:long = MessageEntity */
export interface messageEntityCustomEmoji {
  _: 'messageEntityCustomEmoji'
  offset: number
  length: number
  documentId: bigint
}
export const messageEntityCustomEmoji: tl.Constructor<messageEntityCustomEmoji> = {
  name: 'messageEntityCustomEmoji',
  id: 0xc8cf05f8,
  read(r) {
    return {
      _: 'messageEntityCustomEmoji',
      offset: r.int('offset'),
      length: r.int('length'),
      documentId: r.long('documentId'),
    }
  },
  write(w, value) {
    w.int(value.offset, 'offset')
    w.int(value.length, 'length')
    w.long(value.documentId, 'documentId')
  },
}

/**
 * messageEntityBlockquote#f1ccaaac flags:# collapsed:flags.0?true offset:int length:int =
 * MessageEntity
 */
export interface messageEntityBlockquote {
  _: 'messageEntityBlockquote'
  collapsed?: boolean | undefined
  offset: number
  length: number
}
export const messageEntityBlockquote: tl.Constructor<messageEntityBlockquote> = {
  name: 'messageEntityBlockquote',
  id: 0xf1ccaaac,
  read(r) {
    const value = { _: 'messageEntityBlockquote' } as messageEntityBlockquote
    const flags = r.flags(0x1, 'flags')
    if (flags & (1 << 0)) value.collapsed = true
    value.offset = r.int('offset')
    value.length = r.int('length')
    return value
  },
  write(w, value) {
    let flags = 0
    if (w.flag(value.collapsed, 'collapsed')) flags |= 1 << 0
    w.nat(flags >>> 0)
    w.int(value.offset, 'offset')
    w.int(value.length, 'length')
  },
}

/**
 * messageEntityFormattedDate#904ac7c7 flags:# relative:flags.0?true short_time:flags.1?true
 * long_time:flags.2?true short_date:flags.3?true long_date:flags.4?true day_of_week:flags.5?true
 * offset:int length:int date:int = MessageEntity
 */
export interface messageEntityFormattedDate {
  _: 'messageEntityFormattedDate'
  relative?: boolean | undefined
  shortTime?: boolean | undefined
  longTime?: boolean | undefined
  shortDate?: boolean | undefined
  longDate?: boolean | undefined
  dayOfWeek?: boolean | undefined
  offset: number
  length: number
  date: number
}
export const messageEntityFormattedDate: tl.Constructor<messageEntityFormattedDate> = {
  name: 'messageEntityFormattedDate',
  id: 0x904ac7c7,
  read(r) {
    const value = { _: 'messageEntityFormattedDate' } as messageEntityFormattedDate
    const flags = r.flags(0x3f, 'flags')
    if (flags & (1 << 0)) value.relative = true
    if (flags & (1 << 1)) value.shortTime = true
    if (flags & (1 << 2)) value.longTime = true
    if (flags & (1 << 3)) value.shortDate = true
    if (flags & (1 << 4)) value.longDate = true
    if (flags & (1 << 5)) value.dayOfWeek = true
    value.offset = r.int('offset')
    value.length = r.int('length')
    value.date = r.int('date')
    return value
  },
  write(w, value) {
    let flags = 0
    if (w.flag(value.relative, 'relative')) flags |= 1 << 0
    if (w.flag(value.shortTime, 'shortTime')) flags |= 1 << 1
    if (w.flag(value.longTime, 'longTime')) flags |= 1 << 2
    if (w.flag(value.shortDate, 'shortDate')) flags |= 1 << 3
    if (w.flag(value.longDate, 'longDate')) flags |= 1 << 4
    if (w.flag(value.dayOfWeek, 'dayOfWeek')) flags |= 1 << 5
    w.nat(flags >>> 0)
    w.int(value.offset, 'offset')
    w.int(value.length, 'length')
    w.int(value.date, 'date')
  },
}

/**
 * inputMessageEntityMentionName#208e68c9 offset:int length:int user_id:InputUser = MessageEntity
 */
export interface inputMessageEntityMentionName {
  _: 'inputMessageEntityMentionName'
  offset: number
  length: number
  userId: InputUser
}
export const inputMessageEntityMentionName: tl.Constructor<inputMessageEntityMentionName> = {
  name: 'inputMessageEntityMentionName',
  id: 0x208e68c9,
  read(r) {
    return {
      _: 'inputMessageEntityMentionName',
      offset: r.int('offset'),
      length: r.int('length'),
      userId: r.boxed(InputUser, 'userId'),
    }
  },
  write(w, value) {
    w.int(value.offset, 'offset')
    w.int(value.length, 'length')
    w.boxed(value.userId, InputUser, 'userId')
  },
}

/**
 * config#cc1a241e flags:# default_p2p_contacts:flags.3?true preload_featured_stickers:flags.4?true
 * revoke_pm_inbox:flags.6?true blocked_mode:flags.8?true force_try_ipv6:flags.14?true date:int
 * expires:int test_mode:Bool this_dc:int dc_options:Vector<DcOption> dc_txt_domain_name:string
 * chat_size_max:int megagroup_size_max:int forwarded_count_max:int online_update_period_ms:int
 * offline_blur_timeout_ms:int offline_idle_timeout_ms:int online_cloud_timeout_ms:int
 * notify_cloud_delay_ms:int notify_default_delay_ms:int push_chat_period_ms:int push_chat_limit:int
 * edit_time_limit:int revoke_time_limit:int revoke_pm_time_limit:int rating_e_decay:int
 * stickers_recent_limit:int channels_read_media_period:int tmp_sessions:flags.0?int
 * call_receive_timeout_ms:int call_ring_timeout_ms:int call_connect_timeout_ms:int
 * call_packet_timeout_ms:int me_url_prefix:string autoupdate_url_prefix:flags.7?string
 * gif_search_username:flags.9?string venue_search_username:flags.10?string
 * img_search_username:flags.11?string static_maps_provider:flags.12?string caption_length_max:int
 * message_length_max:int webfile_dc_id:int suggested_lang_code:flags.2?string
 * lang_pack_version:flags.2?int base_lang_pack_version:flags.2?int
 * reactions_default:flags.15?Reaction autologin_token:flags.16?string = Config
 */
export interface config {
  _: 'config'
  defaultP2pContacts?: boolean | undefined
  preloadFeaturedStickers?: boolean | undefined
  revokePmInbox?: boolean | undefined
  blockedMode?: boolean | undefined
  forceTryIpv6?: boolean | undefined
  date: number
  expires: number
  testMode: boolean
  thisDc: number
  dcOptions: readonly DcOption[]
  dcTxtDomainName: string
  chatSizeMax: number
  megagroupSizeMax: number
  forwardedCountMax: number
  onlineUpdatePeriodMs: number
  offlineBlurTimeoutMs: number
  offlineIdleTimeoutMs: number
  onlineCloudTimeoutMs: number
  notifyCloudDelayMs: number
  notifyDefaultDelayMs: number
  pushChatPeriodMs: number
  pushChatLimit: number
  editTimeLimit: number
  revokeTimeLimit: number
  revokePmTimeLimit: number
  ratingEDecay: number
  stickersRecentLimit: number
  channelsReadMediaPeriod: number
  tmpSessions?: number | undefined
  callReceiveTimeoutMs: number
  callRingTimeoutMs: number
  callConnectTimeoutMs: number
  callPacketTimeoutMs: number
  meUrlPrefix: string
  autoupdateUrlPrefix?: string | undefined
  gifSearchUsername?: string | undefined
  venueSearchUsername?: string | undefined
  imgSearchUsername?: string | undefined
  staticMapsProvider?: string | undefined
  captionLengthMax: number
  messageLengthMax: number
  webfileDcId: number
  suggestedLangCode?: string | undefined
  langPackVersion?: number | undefined
  baseLangPackVersion?: number | undefined
  reactionsDefault?: Reaction | undefined
  autologinToken?: string | undefined
}
export const config: tl.Constructor<config> = {
  name: 'config',
  id: 0xcc1a241e,
  read(r) {
    const value = { _: 'config' } as config
    const flags = r.flags(0x1dfdd, 'flags')
    if (flags & (1 << 3)) value.defaultP2pContacts = true
    if (flags & (1 << 4)) value.preloadFeaturedStickers = true
    if (flags & (1 << 6)) value.revokePmInbox = true
    if (flags & (1 << 8)) value.blockedMode = true
    if (flags & (1 << 14)) value.forceTryIpv6 = true
    value.date = r.int('date')
    value.expires = r.int('expires')
    value.testMode = r.bool('testMode')
    value.thisDc = r.int('thisDc')
    value.dcOptions = r.vector(r => r.boxed(DcOption), 'dcOptions')
    value.dcTxtDomainName = r.string('dcTxtDomainName')
    value.chatSizeMax = r.int('chatSizeMax')
    value.megagroupSizeMax = r.int('megagroupSizeMax')
    value.forwardedCountMax = r.int('forwardedCountMax')
    value.onlineUpdatePeriodMs = r.int('onlineUpdatePeriodMs')
    value.offlineBlurTimeoutMs = r.int('offlineBlurTimeoutMs')
    value.offlineIdleTimeoutMs = r.int('offlineIdleTimeoutMs')
    value.onlineCloudTimeoutMs = r.int('onlineCloudTimeoutMs')
    value.notifyCloudDelayMs = r.int('notifyCloudDelayMs')
    value.notifyDefaultDelayMs = r.int('notifyDefaultDelayMs')
    value.pushChatPeriodMs = r.int('pushChatPeriodMs')
    value.pushChatLimit = r.int('pushChatLimit')
    value.editTimeLimit = r.int('editTimeLimit')
    value.revokeTimeLimit = r.int('revokeTimeLimit')
    value.revokePmTimeLimit = r.int('revokePmTimeLimit')
    value.ratingEDecay = r.int('ratingEDecay')
    value.stickersRecentLimit = r.int('stickersRecentLimit')
    value.channelsReadMediaPeriod = r.int('channelsReadMediaPeriod')
    if (flags & (1 << 0)) value.tmpSessions = r.int('tmpSessions')
    value.callReceiveTimeoutMs = r.int('callReceiveTimeoutMs')
    value.callRingTimeoutMs = r.int('callRingTimeoutMs')
    value.callConnectTimeoutMs = r.int('callConnectTimeoutMs')
    value.callPacketTimeoutMs = r.int('callPacketTimeoutMs')
    value.meUrlPrefix = r.string('meUrlPrefix')
    if (flags & (1 << 7)) value.autoupdateUrlPrefix = r.string('autoupdateUrlPrefix')
    if (flags & (1 << 9)) value.gifSearchUsername = r.string('gifSearchUsername')
    if (flags & (1 << 10)) value.venueSearchUsername = r.string('venueSearchUsername')
    if (flags & (1 << 11)) value.imgSearchUsername = r.string('imgSearchUsername')
    if (flags & (1 << 12)) value.staticMapsProvider = r.string('staticMapsProvider')
    value.captionLengthMax = r.int('captionLengthMax')
    value.messageLengthMax = r.int('messageLengthMax')
    value.webfileDcId = r.int('webfileDcId')
    if (flags & (1 << 2)) value.suggestedLangCode = r.string('suggestedLangCode')
    if (flags & (1 << 2)) value.langPackVersion = r.int('langPackVersion')
    if (flags & (1 << 2)) value.baseLangPackVersion = r.int('baseLangPackVersion')
    if (flags & (1 << 15)) value.reactionsDefault = r.boxed(Reaction, 'reactionsDefault')
    if (flags & (1 << 16)) value.autologinToken = r.string('autologinToken')
    return value
  },
  write(w, value) {
    let flags = 0
    if (w.flag(value.defaultP2pContacts, 'defaultP2pContacts')) flags |= 1 << 3
    if (w.flag(value.preloadFeaturedStickers, 'preloadFeaturedStickers')) flags |= 1 << 4
    if (w.flag(value.revokePmInbox, 'revokePmInbox')) flags |= 1 << 6
    if (w.flag(value.blockedMode, 'blockedMode')) flags |= 1 << 8
    if (w.flag(value.forceTryIpv6, 'forceTryIpv6')) flags |= 1 << 14
    if (value.tmpSessions !== undefined) flags |= 1 << 0
    if (value.autoupdateUrlPrefix !== undefined) flags |= 1 << 7
    if (value.gifSearchUsername !== undefined) flags |= 1 << 9
    if (value.venueSearchUsername !== undefined) flags |= 1 << 10
    if (value.imgSearchUsername !== undefined) flags |= 1 << 11
    if (value.staticMapsProvider !== undefined) flags |= 1 << 12
    if (value.suggestedLangCode !== undefined) flags |= 1 << 2
    if (value.langPackVersion !== undefined) flags |= 1 << 2
    if (value.baseLangPackVersion !== undefined) flags |= 1 << 2
    if (value.reactionsDefault !== undefined) flags |= 1 << 15
    if (value.autologinToken !== undefined) flags |= 1 << 16
    w.nat(flags >>> 0)
    w.int(value.date, 'date')
    w.int(value.expires, 'expires')
    w.bool(value.testMode, 'testMode')
    w.int(value.thisDc, 'thisDc')
    w.vector(value.dcOptions, (w, item) => w.boxed(item, DcOption), 'dcOptions')
    w.string(value.dcTxtDomainName, 'dcTxtDomainName')
    w.int(value.chatSizeMax, 'chatSizeMax')
    w.int(value.megagroupSizeMax, 'megagroupSizeMax')
    w.int(value.forwardedCountMax, 'forwardedCountMax')
    w.int(value.onlineUpdatePeriodMs, 'onlineUpdatePeriodMs')
    w.int(value.offlineBlurTimeoutMs, 'offlineBlurTimeoutMs')
    w.int(value.offlineIdleTimeoutMs, 'offlineIdleTimeoutMs')
    w.int(value.onlineCloudTimeoutMs, 'onlineCloudTimeoutMs')
    w.int(value.notifyCloudDelayMs, 'notifyCloudDelayMs')
    w.int(value.notifyDefaultDelayMs, 'notifyDefaultDelayMs')
    w.int(value.pushChatPeriodMs, 'pushChatPeriodMs')
    w.int(value.pushChatLimit, 'pushChatLimit')
    w.int(value.editTimeLimit, 'editTimeLimit')
    w.int(value.revokeTimeLimit, 'revokeTimeLimit')
    w.int(value.revokePmTimeLimit, 'revokePmTimeLimit')
    w.int(value.ratingEDecay, 'ratingEDecay')
    w.int(value.stickersRecentLimit, 'stickersRecentLimit')
    w.int(value.channelsReadMediaPeriod, 'channelsReadMediaPeriod')
    if (flags & (1 << 0)) w.int(value.tmpSessions!, 'tmpSessions')
    w.int(value.callReceiveTimeoutMs, 'callReceiveTimeoutMs')
    w.int(value.callRingTimeoutMs, 'callRingTimeoutMs')
    w.int(value.callConnectTimeoutMs, 'callConnectTimeoutMs')
    w.int(value.callPacketTimeoutMs, 'callPacketTimeoutMs')
    w.string(value.meUrlPrefix, 'meUrlPrefix')
    if (flags & (1 << 7)) w.string(value.autoupdateUrlPrefix!, 'autoupdateUrlPrefix')
    if (flags & (1 << 9)) w.string(value.gifSearchUsername!, 'gifSearchUsername')
    if (flags & (1 << 10)) w.string(value.venueSearchUsername!, 'venueSearchUsername')
    if (flags & (1 << 11)) w.string(value.imgSearchUsername!, 'imgSearchUsername')
    if (flags & (1 << 12)) w.string(value.staticMapsProvider!, 'staticMapsProvider')
    w.int(value.captionLengthMax, 'captionLengthMax')
    w.int(value.messageLengthMax, 'messageLengthMax')
    w.int(value.webfileDcId, 'webfileDcId')
    if (flags & (1 << 2)) w.string(value.suggestedLangCode!, 'suggestedLangCode')
    if (flags & (1 << 2)) w.int(value.langPackVersion!, 'langPackVersion')
    if (flags & (1 << 2)) w.int(value.baseLangPackVersion!, 'baseLangPackVersion')
    if (flags & (1 << 15)) w.boxed(value.reactionsDefault!, Reaction, 'reactionsDefault')
    if (flags & (1 << 16)) w.string(value.autologinToken!, 'autologinToken')
  },
}

/**
 * dcOption#18b7a10d flags:# ipv6:flags.0?true media_only:flags.1?true tcpo_only:flags.2?true
 * cdn:flags.3?true static:flags.4?true this_port_only:flags.5?true id:int ip_address:string
 * port:int secret:flags.10?bytes = DcOption
 */
export interface dcOption {
  _: 'dcOption'
  ipv6?: boolean | undefined
  mediaOnly?: boolean | undefined
  tcpoOnly?: boolean | undefined
  cdn?: boolean | undefined
  static?: boolean | undefined
  thisPortOnly?: boolean | undefined
  id: number
  ipAddress: string
  port: number
  secret?: Uint8Array | undefined
}
export const dcOption: tl.Constructor<dcOption> = {
  name: 'dcOption',
  id: 0x18b7a10d,
  read(r) {
    const value = { _: 'dcOption' } as dcOption
    const flags = r.flags(0x43f, 'flags')
    if (flags & (1 << 0)) value.ipv6 = true
    if (flags & (1 << 1)) value.mediaOnly = true
    if (flags & (1 << 2)) value.tcpoOnly = true
    if (flags & (1 << 3)) value.cdn = true
    if (flags & (1 << 4)) value.static = true
    if (flags & (1 << 5)) value.thisPortOnly = true
    value.id = r.int('id')
    value.ipAddress = r.string('ipAddress')
    value.port = r.int('port')
    if (flags & (1 << 10)) value.secret = r.bytes('secret')
    return value
  },
  write(w, value) {
    let flags = 0
    if (w.flag(value.ipv6, 'ipv6')) flags |= 1 << 0
    if (w.flag(value.mediaOnly, 'mediaOnly')) flags |= 1 << 1
    if (w.flag(value.tcpoOnly, 'tcpoOnly')) flags |= 1 << 2
    if (w.flag(value.cdn, 'cdn')) flags |= 1 << 3
    if (w.flag(value.static, 'static')) flags |= 1 << 4
    if (w.flag(value.thisPortOnly, 'thisPortOnly')) flags |= 1 << 5
    if (value.secret !== undefined) flags |= 1 << 10
    w.nat(flags >>> 0)
    w.int(value.id, 'id')
    w.string(value.ipAddress, 'ipAddress')
    w.int(value.port, 'port')
    if (flags & (1 << 10)) w.bytes(value.secret!, 'secret')
  },
}

/** nearestDc#8e1a1775 country:string this_dc:int nearest_dc:int = NearestDc */
export interface nearestDc {
  _: 'nearestDc'
  country: string
  thisDc: number
  nearestDc: number
}
export const nearestDc: tl.Constructor<nearestDc> = {
  name: 'nearestDc',
  id: 0x8e1a1775,
  read(r) {
    return {
      _: 'nearestDc',
      country: r.string('country'),
      thisDc: r.int('thisDc'),
      nearestDc: r.int('nearestDc'),
    }
  },
  write(w, value) {
    w.string(value.country, 'country')
    w.int(value.thisDc, 'thisDc')
    w.int(value.nearestDc, 'nearestDc')
  },
}

/** reactionEmpty#79f5d419 = Reaction */
export interface reactionEmpty {
  _: 'reactionEmpty'
}
export const reactionEmpty: tl.Constructor<reactionEmpty> = {
  name: 'reactionEmpty',
  id: 0x79f5d419,
  read() {
    return { _: 'reactionEmpty' }
  },
  write() {},
}

/** reactionEmoji#1b2286b8 emoticon:string = Reaction */
export interface reactionEmoji {
  _: 'reactionEmoji'
  emoticon: string
}
export const reactionEmoji: tl.Constructor<reactionEmoji> = {
  name: 'reactionEmoji',
  id: 0x1b2286b8,
  read(r) {
    return {
      _: 'reactionEmoji',
      emoticon: r.string('emoticon'),
    }
  },
  write(w, value) {
    w.string(value.emoticon, 'emoticon')
  },
}

/** reactionCustomEmoji#8935fc73 document_id:long = Reaction */
export interface reactionCustomEmoji {
  _: 'reactionCustomEmoji'
  documentId: bigint
}
export const reactionCustomEmoji: tl.Constructor<reactionCustomEmoji> = {
  name: 'reactionCustomEmoji',
  id: 0x8935fc73,
  read(r) {
    return {
      _: 'reactionCustomEmoji',
      documentId: r.long('documentId'),
    }
  },
  write(w, value) {
    w.long(value.documentId, 'documentId')
  },
}

/** reactionPaid#523da4eb = Reaction */
export interface reactionPaid {
  _: 'reactionPaid'
}
export const reactionPaid: tl.Constructor<reactionPaid> = {
  name: 'reactionPaid',
  id: 0x523da4eb,
  read() {
    return { _: 'reactionPaid' }
  },
  write() {},
}

/** inputClientProxy#75588b3f address:string port:int = InputClientProxy */
export interface inputClientProxy {
  _: 'inputClientProxy'
  address: string
  port: number
}
export const inputClientProxy: tl.Constructor<inputClientProxy> = {
  name: 'inputClientProxy',
  id: 0x75588b3f,
  read(r) {
    return {
      _: 'inputClientProxy',
      address: r.string('address'),
      port: r.int('port'),
    }
  },
  write(w, value) {
    w.string(value.address, 'address')
    w.int(value.port, 'port')
  },
}

/** jsonObjectValue#c0de1bd9 key:string value:JSONValue = JSONObjectValue */
export interface jsonObjectValue {
  _: 'jsonObjectValue'
  key: string
  value: JSONValue
}
export const jsonObjectValue: tl.Constructor<jsonObjectValue> = {
  name: 'jsonObjectValue',
  id: 0xc0de1bd9,
  read(r) {
    return {
      _: 'jsonObjectValue',
      key: r.string('key'),
      value: r.boxed(JSONValue, 'value'),
    }
  },
  write(w, value) {
    w.string(value.key, 'key')
    w.boxed(value.value, JSONValue, 'value')
  },
}

/** jsonNull#3f6d7b68 = JSONValue */
export interface jsonNull {
  _: 'jsonNull'
}
export const jsonNull: tl.Constructor<jsonNull> = {
  name: 'jsonNull',
  id: 0x3f6d7b68,
  read() {
    return { _: 'jsonNull' }
  },
  write() {},
}

/** jsonBool#c7345e6a value:Bool = JSONValue */
export interface jsonBool {
  _: 'jsonBool'
  value: boolean
}
export const jsonBool: tl.Constructor<jsonBool> = {
  name: 'jsonBool',
  id: 0xc7345e6a,
  read(r) {
    return {
      _: 'jsonBool',
      value: r.bool('value'),
    }
  },
  write(w, value) {
    w.bool(value.value, 'value')
  },
}

/** jsonNumber#2be0dfa4 value:double = JSONValue */
export interface jsonNumber {
  _: 'jsonNumber'
  value: number
}
export const jsonNumber: tl.Constructor<jsonNumber> = {
  name: 'jsonNumber',
  id: 0x2be0dfa4,
  read(r) {
    return {
      _: 'jsonNumber',
      value: r.double('value'),
    }
  },
  write(w, value) {
    w.double(value.value, 'value')
  },
}

/** jsonString#b71e767a value:string = JSONValue */
export interface jsonString {
  _: 'jsonString'
  value: string
}
export const jsonString: tl.Constructor<jsonString> = {
  name: 'jsonString',
  id: 0xb71e767a,
  read(r) {
    return {
      _: 'jsonString',
      value: r.string('value'),
    }
  },
  write(w, value) {
    w.string(value.value, 'value')
  },
}

/** jsonArray#f7444763 value:Vector<JSONValue> = JSONValue */
export interface jsonArray {
  _: 'jsonArray'
  value: readonly JSONValue[]
}
export const jsonArray: tl.Constructor<jsonArray> = {
  name: 'jsonArray',
  id: 0xf7444763,
  read(r) {
    return {
      _: 'jsonArray',
      value: r.vector(r => r.boxed(JSONValue), 'value'),
    }
  },
  write(w, value) {
    w.vector(value.value, (w, item) => w.boxed(item, JSONValue), 'value')
  },
}

/** jsonObject#99c1d49d value:Vector<JSONObjectValue> = JSONValue */
export interface jsonObject {
  _: 'jsonObject'
  value: readonly JSONObjectValue[]
}
export const jsonObject: tl.Constructor<jsonObject> = {
  name: 'jsonObject',
  id: 0x99c1d49d,
  read(r) {
    return {
      _: 'jsonObject',
      value: r.vector(r => r.boxed(JSONObjectValue), 'value'),
    }
  },
  write(w, value) {
    w.vector(value.value, (w, item) => w.boxed(item, JSONObjectValue), 'value')
  },
}

/** updatesTooLong#e317af7e = Updates */
export interface updatesTooLong {
  _: 'updatesTooLong'
}
export const updatesTooLong: tl.Constructor<updatesTooLong> = {
  name: 'updatesTooLong',
  id: 0xe317af7e,
  read() {
    return { _: 'updatesTooLong' }
  },
  write() {},
}

/** updateShort#78d4dec1 update:Update date:int = Updates */
export interface updateShort {
  _: 'updateShort'
  update: Update
  date: number
}
export const updateShort: tl.Constructor<updateShort> = {
  name: 'updateShort',
  id: 0x78d4dec1,
  read(r) {
    return {
      _: 'updateShort',
      update: r.boxed(Update, 'update'),
      date: r.int('date'),
    }
  },
  write(w, value) {
    w.boxed(value.update, Update, 'update')
    w.int(value.date, 'date')
  },
}

/**
 * updatesCombined#725b04c3 updates:Vector<Update> users:Vector<User> chats:Vector<Chat> date:int
 * seq_start:int seq:int = Updates
 */
export interface updatesCombined {
  _: 'updatesCombined'
  updates: readonly Update[]
  users: readonly User[]
  chats: readonly Chat[]
  date: number
  seqStart: number
  seq: number
}
export const updatesCombined: tl.Constructor<updatesCombined> = {
  name: 'updatesCombined',
  id: 0x725b04c3,
  read(r) {
    return {
      _: 'updatesCombined',
      updates: r.vector(r => r.boxed(Update), 'updates'),
      users: r.vector(r => r.boxed(User), 'users'),
      chats: r.vector(r => r.boxed(Chat), 'chats'),
      date: r.int('date'),
      seqStart: r.int('seqStart'),
      seq: r.int('seq'),
    }
  },
  write(w, value) {
    w.vector(value.updates, (w, item) => w.boxed(item, Update), 'updates')
    w.vector(value.users, (w, item) => w.boxed(item, User), 'users')
    w.vector(value.chats, (w, item) => w.boxed(item, Chat), 'chats')
    w.int(value.date, 'date')
    w.int(value.seqStart, 'seqStart')
    w.int(value.seq, 'seq')
  },
}

/**
 * updates#74ae4240 updates:Vector<Update> users:Vector<User> chats:Vector<Chat> date:int seq:int =
 * Updates
 */
export interface updates_ {
  _: 'updates'
  updates: readonly Update[]
  users: readonly User[]
  chats: readonly Chat[]
  date: number
  seq: number
}
export const updates_: tl.Constructor<updates_> = {
  name: 'updates',
  id: 0x74ae4240,
  read(r) {
    return {
      _: 'updates',
      updates: r.vector(r => r.boxed(Update), 'updates'),
      users: r.vector(r => r.boxed(User), 'users'),
      chats: r.vector(r => r.boxed(Chat), 'chats'),
      date: r.int('date'),
      seq: r.int('seq'),
    }
  },
  write(w, value) {
    w.vector(value.updates, (w, item) => w.boxed(item, Update), 'updates')
    w.vector(value.users, (w, item) => w.boxed(item, User), 'users')
    w.vector(value.chats, (w, item) => w.boxed(item, Chat), 'chats')
    w.int(value.date, 'date')
    w.int(value.seq, 'seq')
  },
}

/** updateLoginToken#564fe691 = Update */
export interface updateLoginToken {
  _: 'updateLoginToken'
}
export const updateLoginToken: tl.Constructor<updateLoginToken> = {
  name: 'updateLoginToken',
  id: 0x564fe691,
  read() {
    return { _: 'updateLoginToken' }
  },
  write() {},
}

/**
 * updateNewAuthorization#8951abef flags:# unconfirmed:flags.0?true hash:long date:flags.0?int
 * device:flags.0?string location:flags.0?string = Update
 */
export interface updateNewAuthorization {
  _: 'updateNewAuthorization'
  unconfirmed?: boolean | undefined
  hash: bigint
  date?: number | undefined
  device?: string | undefined
  location?: string | undefined
}
export const updateNewAuthorization: tl.Constructor<updateNewAuthorization> = {
  name: 'updateNewAuthorization',
  id: 0x8951abef,
  read(r) {
    const value = { _: 'updateNewAuthorization' } as updateNewAuthorization
    const flags = r.flags(0x1, 'flags')
    if (flags & (1 << 0)) value.unconfirmed = true
    value.hash = r.long('hash')
    if (flags & (1 << 0)) value.date = r.int('date')
    if (flags & (1 << 0)) value.device = r.string('device')
    if (flags & (1 << 0)) value.location = r.string('location')
    return value
  },
  write(w, value) {
    let flags = 0
    if (w.flag(value.unconfirmed, 'unconfirmed')) flags |= 1 << 0
    if (value.date !== undefined) flags |= 1 << 0
    if (value.device !== undefined) flags |= 1 << 0
    if (value.location !== undefined) flags |= 1 << 0
    w.nat(flags >>> 0)
    w.long(value.hash, 'hash')
    if (flags & (1 << 0)) w.int(value.date!, 'date')
    if (flags & (1 << 0)) w.string(value.device!, 'device')
    if (flags & (1 << 0)) w.string(value.location!, 'location')
  },
}

/** updateConfig#a229dd06 = Update */
export interface updateConfig {
  _: 'updateConfig'
}
export const updateConfig: tl.Constructor<updateConfig> = {
  name: 'updateConfig',
  id: 0xa229dd06,
  read() {
    return { _: 'updateConfig' }
  },
  write() {},
}

/** updateDcOptions#8e5e9873 dc_options:Vector<DcOption> = Update */
export interface updateDcOptions {
  _: 'updateDcOptions'
  dcOptions: readonly DcOption[]
}
export const updateDcOptions: tl.Constructor<updateDcOptions> = {
  name: 'updateDcOptions',
  id: 0x8e5e9873,
  read(r) {
    return {
      _: 'updateDcOptions',
      dcOptions: r.vector(r => r.boxed(DcOption), 'dcOptions'),
    }
  },
  write(w, value) {
    w.vector(value.dcOptions, (w, item) => w.boxed(item, DcOption), 'dcOptions')
  },
}

/** chatEmpty#29562865 id:long = Chat */
export interface chatEmpty {
  _: 'chatEmpty'
  id: bigint
}
export const chatEmpty: tl.Constructor<chatEmpty> = {
  name: 'chatEmpty',
  id: 0x29562865,
  read(r) {
    return {
      _: 'chatEmpty',
      id: r.long('id'),
    }
  },
  write(w, value) {
    w.long(value.id, 'id')
  },
}

/** chatForbidden#6592a1a7 id:long title:string = Chat */
export interface chatForbidden {
  _: 'chatForbidden'
  id: bigint
  title: string
}
export const chatForbidden: tl.Constructor<chatForbidden> = {
  name: 'chatForbidden',
  id: 0x6592a1a7,
  read(r) {
    return {
      _: 'chatForbidden',
      id: r.long('id'),
      title: r.string('title'),
    }
  },
  write(w, value) {
    w.long(value.id, 'id')
    w.string(value.title, 'title')
  },
}

/**
 * channelForbidden#17d493d5 flags:# broadcast:flags.5?true megagroup:flags.8?true
 * monoforum:flags.10?true id:long access_hash:long title:string until_date:flags.16?int = Chat
 */
export interface channelForbidden {
  _: 'channelForbidden'
  broadcast?: boolean | undefined
  megagroup?: boolean | undefined
  monoforum?: boolean | undefined
  id: bigint
  accessHash: bigint
  title: string
  untilDate?: number | undefined
}
export const channelForbidden: tl.Constructor<channelForbidden> = {
  name: 'channelForbidden',
  id: 0x17d493d5,
  read(r) {
    const value = { _: 'channelForbidden' } as channelForbidden
    const flags = r.flags(0x10520, 'flags')
    if (flags & (1 << 5)) value.broadcast = true
    if (flags & (1 << 8)) value.megagroup = true
    if (flags & (1 << 10)) value.monoforum = true
    value.id = r.long('id')
    value.accessHash = r.long('accessHash')
    value.title = r.string('title')
    if (flags & (1 << 16)) value.untilDate = r.int('untilDate')
    return value
  },
  write(w, value) {
    let flags = 0
    if (w.flag(value.broadcast, 'broadcast')) flags |= 1 << 5
    if (w.flag(value.megagroup, 'megagroup')) flags |= 1 << 8
    if (w.flag(value.monoforum, 'monoforum')) flags |= 1 << 10
    if (value.untilDate !== undefined) flags |= 1 << 16
    w.nat(flags >>> 0)
    w.long(value.id, 'id')
    w.long(value.accessHash, 'accessHash')
    w.string(value.title, 'title')
    if (flags & (1 << 16)) w.int(value.untilDate!, 'untilDate')
  },
}

/** invokeWithLayer#da9b0d0d {X:Type} layer:int query:!X = X */
export interface invokeWithLayer<X = Call | tl.Unparsed> {
  _: 'invokeWithLayer'
  layer: number
  query: X
}
export const invokeWithLayer: tl.Method<invokeWithLayer, unknown> = {
  name: 'invokeWithLayer',
  id: 0xda9b0d0d,
  read(r) {
    return {
      _: 'invokeWithLayer',
      layer: r.int('layer'),
      query: r.call('query'),
    }
  },
  write(w, value) {
    w.int(value.layer, 'layer')
    w.call(value.query, 'query')
  },
  readResult(r, call) {
    return r.result(call.query)
  },
  writeResult(w, result, call) {
    w.result(result, call.query)
  },
}

/**
 * initConnection#c1cd5ea9 {X:Type} flags:# api_id:int device_model:string system_version:string
 * app_version:string system_lang_code:string lang_pack:string lang_code:string
 * proxy:flags.0?InputClientProxy params:flags.1?JSONValue query:!X = X
 */
export interface initConnection<X = Call | tl.Unparsed> {
  _: 'initConnection'
  apiId: number
  deviceModel: string
  systemVersion: string
  appVersion: string
  systemLangCode: string
  langPack: string
  langCode: string
  proxy?: InputClientProxy | undefined
  params?: JSONValue | undefined
  query: X
}
export const initConnection: tl.Method<initConnection, unknown> = {
  name: 'initConnection',
  id: 0xc1cd5ea9,
  read(r) {
    const value = { _: 'initConnection' } as initConnection
    const flags = r.flags(0x3, 'flags')
    value.apiId = r.int('apiId')
    value.deviceModel = r.string('deviceModel')
    value.systemVersion = r.string('systemVersion')
    value.appVersion = r.string('appVersion')
    value.systemLangCode = r.string('systemLangCode')
    value.langPack = r.string('langPack')
    value.langCode = r.string('langCode')
    if (flags & (1 << 0)) value.proxy = r.boxed(InputClientProxy, 'proxy')
    if (flags & (1 << 1)) value.params = r.boxed(JSONValue, 'params')
    value.query = r.call('query')
    return value
  },
  write(w, value) {
    let flags = 0
    if (value.proxy !== undefined) flags |= 1 << 0
    if (value.params !== undefined) flags |= 1 << 1
    w.nat(flags >>> 0)
    w.int(value.apiId, 'apiId')
    w.string(value.deviceModel, 'deviceModel')
    w.string(value.systemVersion, 'systemVersion')
    w.string(value.appVersion, 'appVersion')
    w.string(value.systemLangCode, 'systemLangCode')
    w.string(value.langPack, 'langPack')
    w.string(value.langCode, 'langCode')
    if (flags & (1 << 0)) w.boxed(value.proxy!, InputClientProxy, 'proxy')
    if (flags & (1 << 1)) w.boxed(value.params!, JSONValue, 'params')
    w.call(value.query, 'query')
  },
  readResult(r, call) {
    return r.result(call.query)
  },
  writeResult(w, result, call) {
    w.result(result, call.query)
  },
}

/** invokeAfterMsg#cb9f372d {X:Type} msg_id:long query:!X = X */
export interface invokeAfterMsg<X = Call | tl.Unparsed> {
  _: 'invokeAfterMsg'
  msgId: bigint
  query: X
}
export const invokeAfterMsg: tl.Method<invokeAfterMsg, unknown> = {
  name: 'invokeAfterMsg',
  id: 0xcb9f372d,
  read(r) {
    return {
      _: 'invokeAfterMsg',
      msgId: r.long('msgId'),
      query: r.call('query'),
    }
  },
  write(w, value) {
    w.long(value.msgId, 'msgId')
    w.call(value.query, 'query')
  },
  readResult(r, call) {
    return r.result(call.query)
  },
  writeResult(w, result, call) {
    w.result(result, call.query)
  },
}

/** invokeAfterMsgs#3dc4b4f0 {X:Type} msg_ids:Vector<long> query:!X = X */
export interface invokeAfterMsgs<X = Call | tl.Unparsed> {
  _: 'invokeAfterMsgs'
  msgIds: readonly bigint[]
  query: X
}
export const invokeAfterMsgs: tl.Method<invokeAfterMsgs, unknown> = {
  name: 'invokeAfterMsgs',
  id: 0x3dc4b4f0,
  read(r) {
    return {
      _: 'invokeAfterMsgs',
      msgIds: r.vector(r => r.long(), 'msgIds'),
      query: r.call('query'),
    }
  },
  write(w, value) {
    w.vector(value.msgIds, (w, item) => w.long(item), 'msgIds')
    w.call(value.query, 'query')
  },
  readResult(r, call) {
    return r.result(call.query)
  },
  writeResult(w, result, call) {
    w.result(result, call.query)
  },
}

/** invokeWithoutUpdates#bf9459b7 {X:Type} query:!X = X */
export interface invokeWithoutUpdates<X = Call | tl.Unparsed> {
  _: 'invokeWithoutUpdates'
  query: X
}
export const invokeWithoutUpdates: tl.Method<invokeWithoutUpdates, unknown> = {
  name: 'invokeWithoutUpdates',
  id: 0xbf9459b7,
  read(r) {
    return {
      _: 'invokeWithoutUpdates',
      query: r.call('query'),
    }
  },
  write(w, value) {
    w.call(value.query, 'query')
  },
  readResult(r, call) {
    return r.result(call.query)
  },
  writeResult(w, result, call) {
    w.result(result, call.query)
  },
}
