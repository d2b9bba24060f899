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
  fields(io, value) {
    const flags = io.flags(0x3f, 'flags')
    io.flag(value, 'current', flags, 0)
    io.flag(value, 'officialApp', flags, 1)
    io.flag(value, 'passwordPending', flags, 2)
    io.flag(value, 'encryptedRequestsDisabled', flags, 3)
    io.flag(value, 'callRequestsDisabled', flags, 4)
    io.flag(value, 'unconfirmed', flags, 5)
    io.long(value, 'hash')
    io.string(value, 'deviceModel')
    io.string(value, 'platform')
    io.string(value, 'systemVersion')
    io.int(value, 'apiId')
    io.string(value, 'appName')
    io.string(value, 'appVersion')
    io.int(value, 'dateCreated')
    io.int(value, 'dateActive')
    io.string(value, 'ip')
    io.string(value, 'country')
    io.string(value, 'region')
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
  fields(io, value) {
    io.string(value, 'data')
  },
}

/** passwordKdfAlgoUnknown#d45ab096 = PasswordKdfAlgo */
export interface passwordKdfAlgoUnknown {
  _: 'passwordKdfAlgoUnknown'
}
export const passwordKdfAlgoUnknown: tl.Constructor<passwordKdfAlgoUnknown> = {
  name: 'passwordKdfAlgoUnknown',
  id: 0xd45ab096,
  fields() {},
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
    fields(io, value) {
      io.bytes(value, 'salt1')
      io.bytes(value, 'salt2')
      io.int(value, 'g')
      io.bytes(value, 'p')
    },
  }

/** securePasswordKdfAlgoUnknown#004a8537 = SecurePasswordKdfAlgo */
export interface securePasswordKdfAlgoUnknown {
  _: 'securePasswordKdfAlgoUnknown'
}
export const securePasswordKdfAlgoUnknown: tl.Constructor<securePasswordKdfAlgoUnknown> = {
  name: 'securePasswordKdfAlgoUnknown',
  id: 0x004a8537,
  fields() {},
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
    fields(io, value) {
      io.bytes(value, 'salt')
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
  fields(io, value) {
    io.bytes(value, 'salt')
  },
}

/** inputCheckPasswordEmpty#9880f658 = InputCheckPasswordSRP */
export interface inputCheckPasswordEmpty {
  _: 'inputCheckPasswordEmpty'
}
export const inputCheckPasswordEmpty: tl.Constructor<inputCheckPasswordEmpty> = {
  name: 'inputCheckPasswordEmpty',
  id: 0x9880f658,
  fields() {},
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
  fields(io, value) {
    io.long(value, 'srpId')
    io.bytes(value, 'A')
    io.bytes(value, 'M1')
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
  fields(io, value) {
    io.long(value, 'id')
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
  fields(io, value) {
    const flags = io.flags(0x7ffffc7f, 'flags')
    io.flag(value, 'self', flags, 10)
    io.flag(value, 'contact', flags, 11)
    io.flag(value, 'mutualContact', flags, 12)
    io.flag(value, 'deleted', flags, 13)
    io.flag(value, 'bot', flags, 14)
    io.flag(value, 'botChatHistory', flags, 15)
    io.flag(value, 'botNochats', flags, 16)
    io.flag(value, 'verified', flags, 17)
    io.flag(value, 'restricted', flags, 18)
    io.flag(value, 'min', flags, 20)
    io.flag(value, 'botInlineGeo', flags, 21)
    io.flag(value, 'support', flags, 23)
    io.flag(value, 'scam', flags, 24)
    io.flag(value, 'applyMinPhoto', flags, 25)
    io.flag(value, 'fake', flags, 26)
    io.flag(value, 'botAttachMenu', flags, 27)
    io.flag(value, 'premium', flags, 28)
    io.flag(value, 'attachMenuEnabled', flags, 29)
    const flags2 = io.flags(0x3ff3f, 'flags2')
    io.flag(value, 'botCanEdit', flags2, 1)
    io.flag(value, 'closeFriend', flags2, 2)
    io.flag(value, 'storiesHidden', flags2, 3)
    io.flag(value, 'storiesUnavailable', flags2, 4)
    io.flag(value, 'contactRequirePremium', flags2, 10)
    io.flag(value, 'botBusiness', flags2, 11)
    io.flag(value, 'botHasMainApp', flags2, 13)
    io.flag(value, 'botForumView', flags2, 16)
    io.flag(value, 'botForumCanManageTopics', flags2, 17)
    io.long(value, 'id')
    if (io.has(value, 'accessHash', flags, 0)) io.long(value, 'accessHash')
    if (io.has(value, 'firstName', flags, 1)) io.string(value, 'firstName')
    if (io.has(value, 'lastName', flags, 2)) io.string(value, 'lastName')
    if (io.has(value, 'username', flags, 3)) io.string(value, 'username')
    if (io.has(value, 'phone', flags, 4)) io.string(value, 'phone')
    if (io.has(value, 'photo', flags, 5)) io.boxed(value, 'photo', UserProfilePhoto)
    if (io.has(value, 'status', flags, 6)) io.boxed(value, 'status', UserStatus)
    if (io.has(value, 'botInfoVersion', flags, 14)) io.int(value, 'botInfoVersion')
    if (io.has(value, 'restrictionReason', flags, 18))
      io.vector(value, 'restrictionReason', item => io.boxed(item, 0, RestrictionReason))
    if (io.has(value, 'botInlinePlaceholder', flags, 19)) io.string(value, 'botInlinePlaceholder')
    if (io.has(value, 'langCode', flags, 22)) io.string(value, 'langCode')
    if (io.has(value, 'emojiStatus', flags, 30)) io.boxed(value, 'emojiStatus', EmojiStatus)
    if (io.has(value, 'usernames', flags2, 0))
      io.vector(value, 'usernames', item => io.boxed(item, 0, Username))
    if (io.has(value, 'storiesMaxId', flags2, 5)) io.boxed(value, 'storiesMaxId', RecentStory)
    if (io.has(value, 'color', flags2, 8)) io.boxed(value, 'color', PeerColor)
    if (io.has(value, 'profileColor', flags2, 9)) io.boxed(value, 'profileColor', PeerColor)
    if (io.has(value, 'botActiveUsers', flags2, 12)) io.int(value, 'botActiveUsers')
    if (io.has(value, 'botVerificationIcon', flags2, 14)) io.long(value, 'botVerificationIcon')
    if (io.has(value, 'sendPaidMessagesStars', flags2, 15)) io.long(value, 'sendPaidMessagesStars')
  },
}

/** userProfilePhotoEmpty#4f11bae1 = UserProfilePhoto */
export interface userProfilePhotoEmpty {
  _: 'userProfilePhotoEmpty'
}
export const userProfilePhotoEmpty: tl.Constructor<userProfilePhotoEmpty> = {
  name: 'userProfilePhotoEmpty',
  id: 0x4f11bae1,
  fields() {},
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
  fields(io, value) {
    const flags = io.flags(0x7, 'flags')
    io.flag(value, 'hasVideo', flags, 0)
    io.flag(value, 'personal', flags, 2)
    io.long(value, 'photoId')
    if (io.has(value, 'strippedThumb', flags, 1)) io.bytes(value, 'strippedThumb')
    io.int(value, 'dcId')
  },
}

/** userStatusEmpty#09d05049 = UserStatus */
export interface userStatusEmpty {
  _: 'userStatusEmpty'
}
export const userStatusEmpty: tl.Constructor<userStatusEmpty> = {
  name: 'userStatusEmpty',
  id: 0x09d05049,
  fields() {},
}

/** userStatusOnline#edb93949 expires:int = UserStatus */
export interface userStatusOnline {
  _: 'userStatusOnline'
  expires: number
}
export const userStatusOnline: tl.Constructor<userStatusOnline> = {
  name: 'userStatusOnline',
  id: 0xedb93949,
  fields(io, value) {
    io.int(value, 'expires')
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
  fields(io, value) {
    io.int(value, 'wasOnline')
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
  fields(io, value) {
    const flags = io.flags(0x1, 'flags')
    io.flag(value, 'byMe', flags, 0)
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
  fields(io, value) {
    const flags = io.flags(0x1, 'flags')
    io.flag(value, 'byMe', flags, 0)
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
  fields(io, value) {
    const flags = io.flags(0x1, 'flags')
    io.flag(value, 'byMe', flags, 0)
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
  fields(io, value) {
    const flags = io.flags(0x3, 'flags')
    io.flag(value, 'editable', flags, 0)
    io.flag(value, 'active', flags, 1)
    io.string(value, 'username')
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
  fields(io, value) {
    io.string(value, 'platform')
    io.string(value, 'reason')
    io.string(value, 'text')
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
  fields(io, value) {
    const flags = io.flags(0x3, 'flags')
    io.flag(value, 'live', flags, 0)
    if (io.has(value, 'maxId', flags, 1)) io.int(value, 'maxId')
  },
}

/** emojiStatusEmpty#2de11aae = EmojiStatus */
export interface emojiStatusEmpty {
  _: 'emojiStatusEmpty'
}
export const emojiStatusEmpty: tl.Constructor<emojiStatusEmpty> = {
  name: 'emojiStatusEmpty',
  id: 0x2de11aae,
  fields() {},
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
  fields(io, value) {
    const flags = io.flags(0x1, 'flags')
    io.long(value, 'documentId')
    if (io.has(value, 'until', flags, 0)) io.int(value, 'until')
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
  fields(io, value) {
    const flags = io.flags(0x1, 'flags')
    io.long(value, 'collectibleId')
    io.long(value, 'documentId')
    io.string(value, 'title')
    io.string(value, 'slug')
    io.long(value, 'patternDocumentId')
    io.int(value, 'centerColor')
    io.int(value, 'edgeColor')
    io.int(value, 'patternColor')
    io.int(value, 'textColor')
    if (io.has(value, 'until', flags, 0)) io.int(value, 'until')
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
  fields(io, value) {
    const flags = io.flags(0x1, 'flags')
    io.long(value, 'collectibleId')
    if (io.has(value, 'until', flags, 0)) io.int(value, 'until')
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
  fields(io, value) {
    const flags = io.flags(0x3, 'flags')
    if (io.has(value, 'color', flags, 0)) io.int(value, 'color')
    if (io.has(value, 'backgroundEmojiId', flags, 1)) io.long(value, 'backgroundEmojiId')
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
  fields(io, value) {
    const flags = io.flags(0x3, 'flags')
    io.long(value, 'collectibleId')
    io.long(value, 'giftEmojiId')
    io.long(value, 'backgroundEmojiId')
    io.int(value, 'accentColor')
    io.vector(value, 'colors', item => io.int(item, 0))
    if (io.has(value, 'darkAccentColor', flags, 0)) io.int(value, 'darkAccentColor')
    if (io.has(value, 'darkColors', flags, 1))
      io.vector(value, 'darkColors', item => io.int(item, 0))
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
  fields(io, value) {
    io.long(value, 'collectibleId')
  },
}

/** inputUserEmpty#b98886cf = InputUser */
export interface inputUserEmpty {
  _: 'inputUserEmpty'
}
export const inputUserEmpty: tl.Constructor<inputUserEmpty> = {
  name: 'inputUserEmpty',
  id: 0xb98886cf,
  fields() {},
}

/** inputUserSelf#f7c1b13f = InputUser */
export interface inputUserSelf {
  _: 'inputUserSelf'
}
export const inputUserSelf: tl.Constructor<inputUserSelf> = {
  name: 'inputUserSelf',
  id: 0xf7c1b13f,
  fields() {},
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
  fields(io, value) {
    io.long(value, 'userId')
    io.long(value, 'accessHash')
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
  fields(io, value) {
    io.boxed(value, 'peer', InputPeer)
    io.int(value, 'msgId')
    io.long(value, 'userId')
  },
}

/** inputPeerEmpty#7f3b18ea = InputPeer */
export interface inputPeerEmpty {
  _: 'inputPeerEmpty'
}
export const inputPeerEmpty: tl.Constructor<inputPeerEmpty> = {
  name: 'inputPeerEmpty',
  id: 0x7f3b18ea,
  fields() {},
}

/** inputPeerSelf#7da07ec9 = InputPeer */
export interface inputPeerSelf {
  _: 'inputPeerSelf'
}
export const inputPeerSelf: tl.Constructor<inputPeerSelf> = {
  name: 'inputPeerSelf',
  id: 0x7da07ec9,
  fields() {},
}

/** inputPeerChat#35a95cb9 chat_id:long = InputPeer */
export interface inputPeerChat {
  _: 'inputPeerChat'
  chatId: bigint
}
export const inputPeerChat: tl.Constructor<inputPeerChat> = {
  name: 'inputPeerChat',
  id: 0x35a95cb9,
  fields(io, value) {
    io.long(value, 'chatId')
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
  fields(io, value) {
    io.long(value, 'userId')
    io.long(value, 'accessHash')
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
  fields(io, value) {
    io.long(value, 'channelId')
    io.long(value, 'accessHash')
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
  fields(io, value) {
    io.boxed(value, 'peer', InputPeer)
    io.int(value, 'msgId')
    io.long(value, 'userId')
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
  fields(io, value) {
    io.boxed(value, 'peer', InputPeer)
    io.int(value, 'msgId')
    io.long(value, 'channelId')
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
  fields(io, value) {
    io.int(value, 'offset')
    io.int(value, 'length')
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
  fields(io, value) {
    io.int(value, 'offset')
    io.int(value, 'length')
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
  fields(io, value) {
    io.int(value, 'offset')
    io.int(value, 'length')
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
  fields(io, value) {
    io.int(value, 'offset')
    io.int(value, 'length')
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
  fields(io, value) {
    io.int(value, 'offset')
    io.int(value, 'length')
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
  fields(io, value) {
    io.int(value, 'offset')
    io.int(value, 'length')
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
  fields(io, value) {
    io.int(value, 'offset')
    io.int(value, 'length')
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
  fields(io, value) {
    io.int(value, 'offset')
    io.int(value, 'length')
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
  fields(io, value) {
    io.int(value, 'offset')
    io.int(value, 'length')
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
  fields(io, value) {
    io.int(value, 'offset')
    io.int(value, 'length')
    io.string(value, 'language')
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
  fields(io, value) {
    io.int(value, 'offset')
    io.int(value, 'length')
    io.string(value, 'url')
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
  fields(io, value) {
    io.int(value, 'offset')
    io.int(value, 'length')
    io.long(value, 'userId')
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
  fields(io, value) {
    io.int(value, 'offset')
    io.int(value, 'length')
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
  fields(io, value) {
    io.int(value, 'offset')
    io.int(value, 'length')
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
  fields(io, value) {
    io.int(value, 'offset')
    io.int(value, 'length')
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
  fields(io, value) {
    io.int(value, 'offset')
    io.int(value, 'length')
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
  fields(io, value) {
    io.int(value, 'offset')
    io.int(value, 'length')
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
  fields(io, value) {
    io.int(value, 'offset')
    io.int(value, 'length')
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
  fields(io, value) {
    io.int(value, 'offset')
    io.int(value, 'length')
    io.long(value, 'documentId')
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
  fields(io, value) {
    const flags = io.flags(0x1, 'flags')
    io.flag(value, 'collapsed', flags, 0)
    io.int(value, 'offset')
    io.int(value, 'length')
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
  fields(io, value) {
    const flags = io.flags(0x3f, 'flags')
    io.flag(value, 'relative', flags, 0)
    io.flag(value, 'shortTime', flags, 1)
    io.flag(value, 'longTime', flags, 2)
    io.flag(value, 'shortDate', flags, 3)
    io.flag(value, 'longDate', flags, 4)
    io.flag(value, 'dayOfWeek', flags, 5)
    io.int(value, 'offset')
    io.int(value, 'length')
    io.int(value, 'date')
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
  fields(io, value) {
    io.int(value, 'offset')
    io.int(value, 'length')
    io.boxed(value, 'userId', InputUser)
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
  fields(io, value) {
    const flags = io.flags(0x1dfdd, 'flags')
    io.flag(value, 'defaultP2pContacts', flags, 3)
    io.flag(value, 'preloadFeaturedStickers', flags, 4)
    io.flag(value, 'revokePmInbox', flags, 6)
    io.flag(value, 'blockedMode', flags, 8)
    io.flag(value, 'forceTryIpv6', flags, 14)
    io.int(value, 'date')
    io.int(value, 'expires')
    io.bool(value, 'testMode')
    io.int(value, 'thisDc')
    io.vector(value, 'dcOptions', item => io.boxed(item, 0, DcOption))
    io.string(value, 'dcTxtDomainName')
    io.int(value, 'chatSizeMax')
    io.int(value, 'megagroupSizeMax')
    io.int(value, 'forwardedCountMax')
    io.int(value, 'onlineUpdatePeriodMs')
    io.int(value, 'offlineBlurTimeoutMs')
    io.int(value, 'offlineIdleTimeoutMs')
    io.int(value, 'onlineCloudTimeoutMs')
    io.int(value, 'notifyCloudDelayMs')
    io.int(value, 'notifyDefaultDelayMs')
    io.int(value, 'pushChatPeriodMs')
    io.int(value, 'pushChatLimit')
    io.int(value, 'editTimeLimit')
    io.int(value, 'revokeTimeLimit')
    io.int(value, 'revokePmTimeLimit')
    io.int(value, 'ratingEDecay')
    io.int(value, 'stickersRecentLimit')
    io.int(value, 'channelsReadMediaPeriod')
    if (io.has(value, 'tmpSessions', flags, 0)) io.int(value, 'tmpSessions')
    io.int(value, 'callReceiveTimeoutMs')
    io.int(value, 'callRingTimeoutMs')
    io.int(value, 'callConnectTimeoutMs')
    io.int(value, 'callPacketTimeoutMs')
    io.string(value, 'meUrlPrefix')
    if (io.has(value, 'autoupdateUrlPrefix', flags, 7)) io.string(value, 'autoupdateUrlPrefix')
    if (io.has(value, 'gifSearchUsername', flags, 9)) io.string(value, 'gifSearchUsername')
    if (io.has(value, 'venueSearchUsername', flags, 10)) io.string(value, 'venueSearchUsername')
    if (io.has(value, 'imgSearchUsername', flags, 11)) io.string(value, 'imgSearchUsername')
    if (io.has(value, 'staticMapsProvider', flags, 12)) io.string(value, 'staticMapsProvider')
    io.int(value, 'captionLengthMax')
    io.int(value, 'messageLengthMax')
    io.int(value, 'webfileDcId')
    if (io.has(value, 'suggestedLangCode', flags, 2, 'langPackVersion', 'baseLangPackVersion'))
      io.string(value, 'suggestedLangCode')
    if (io.has(value, 'langPackVersion', flags, 2, 'baseLangPackVersion'))
      io.int(value, 'langPackVersion')
    if (io.has(value, 'baseLangPackVersion', flags, 2)) io.int(value, 'baseLangPackVersion')
    if (io.has(value, 'reactionsDefault', flags, 15)) io.boxed(value, 'reactionsDefault', Reaction)
    if (io.has(value, 'autologinToken', flags, 16)) io.string(value, 'autologinToken')
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
  fields(io, value) {
    const flags = io.flags(0x43f, 'flags')
    io.flag(value, 'ipv6', flags, 0)
    io.flag(value, 'mediaOnly', flags, 1)
    io.flag(value, 'tcpoOnly', flags, 2)
    io.flag(value, 'cdn', flags, 3)
    io.flag(value, 'static', flags, 4)
    io.flag(value, 'thisPortOnly', flags, 5)
    io.int(value, 'id')
    io.string(value, 'ipAddress')
    io.int(value, 'port')
    if (io.has(value, 'secret', flags, 10)) io.bytes(value, 'secret')
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
  fields(io, value) {
    io.string(value, 'country')
    io.int(value, 'thisDc')
    io.int(value, 'nearestDc')
  },
}

/** reactionEmpty#79f5d419 = Reaction */
export interface reactionEmpty {
  _: 'reactionEmpty'
}
export const reactionEmpty: tl.Constructor<reactionEmpty> = {
  name: 'reactionEmpty',
  id: 0x79f5d419,
  fields() {},
}

/** reactionEmoji#1b2286b8 emoticon:string = Reaction */
export interface reactionEmoji {
  _: 'reactionEmoji'
  emoticon: string
}
export const reactionEmoji: tl.Constructor<reactionEmoji> = {
  name: 'reactionEmoji',
  id: 0x1b2286b8,
  fields(io, value) {
    io.string(value, 'emoticon')
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
  fields(io, value) {
    io.long(value, 'documentId')
  },
}

/** reactionPaid#523da4eb = Reaction */
export interface reactionPaid {
  _: 'reactionPaid'
}
export const reactionPaid: tl.Constructor<reactionPaid> = {
  name: 'reactionPaid',
  id: 0x523da4eb,
  fields() {},
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
  fields(io, value) {
    io.string(value, 'address')
    io.int(value, 'port')
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
  fields(io, value) {
    io.string(value, 'key')
    io.boxed(value, 'value', JSONValue)
  },
}

/** jsonNull#3f6d7b68 = JSONValue */
export interface jsonNull {
  _: 'jsonNull'
}
export const jsonNull: tl.Constructor<jsonNull> = {
  name: 'jsonNull',
  id: 0x3f6d7b68,
  fields() {},
}

/** jsonBool#c7345e6a value:Bool = JSONValue */
export interface jsonBool {
  _: 'jsonBool'
  value: boolean
}
export const jsonBool: tl.Constructor<jsonBool> = {
  name: 'jsonBool',
  id: 0xc7345e6a,
  fields(io, value) {
    io.bool(value, 'value')
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
  fields(io, value) {
    io.double(value, 'value')
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
  fields(io, value) {
    io.string(value, 'value')
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
  fields(io, value) {
    io.vector(value, 'value', item => io.boxed(item, 0, JSONValue))
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
  fields(io, value) {
    io.vector(value, 'value', item => io.boxed(item, 0, JSONObjectValue))
  },
}

/** updatesTooLong#e317af7e = Updates */
export interface updatesTooLong {
  _: 'updatesTooLong'
}
export const updatesTooLong: tl.Constructor<updatesTooLong> = {
  name: 'updatesTooLong',
  id: 0xe317af7e,
  fields() {},
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
  fields(io, value) {
    io.boxed(value, 'update', Update)
    io.int(value, 'date')
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
  fields(io, value) {
    io.vector(value, 'updates', item => io.boxed(item, 0, Update))
    io.vector(value, 'users', item => io.boxed(item, 0, User))
    io.vector(value, 'chats', item => io.boxed(item, 0, Chat))
    io.int(value, 'date')
    io.int(value, 'seqStart')
    io.int(value, 'seq')
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
  fields(io, value) {
    io.vector(value, 'updates', item => io.boxed(item, 0, Update))
    io.vector(value, 'users', item => io.boxed(item, 0, User))
    io.vector(value, 'chats', item => io.boxed(item, 0, Chat))
    io.int(value, 'date')
    io.int(value, 'seq')
  },
}

/** updateLoginToken#564fe691 = Update */
export interface updateLoginToken {
  _: 'updateLoginToken'
}
export const updateLoginToken: tl.Constructor<updateLoginToken> = {
  name: 'updateLoginToken',
  id: 0x564fe691,
  fields() {},
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
  fields(io, value) {
    const flags = io.flags(0x1, 'flags')
    io.flag(value, 'unconfirmed', flags, 0)
    io.long(value, 'hash')
    if (io.has(value, 'date', flags, 0, 'device', 'location')) io.int(value, 'date')
    if (io.has(value, 'device', flags, 0, 'location')) io.string(value, 'device')
    if (io.has(value, 'location', flags, 0)) io.string(value, 'location')
  },
}

/** updateConfig#a229dd06 = Update */
export interface updateConfig {
  _: 'updateConfig'
}
export const updateConfig: tl.Constructor<updateConfig> = {
  name: 'updateConfig',
  id: 0xa229dd06,
  fields() {},
}

/** updateDcOptions#8e5e9873 dc_options:Vector<DcOption> = Update */
export interface updateDcOptions {
  _: 'updateDcOptions'
  dcOptions: readonly DcOption[]
}
export const updateDcOptions: tl.Constructor<updateDcOptions> = {
  name: 'updateDcOptions',
  id: 0x8e5e9873,
  fields(io, value) {
    io.vector(value, 'dcOptions', item => io.boxed(item, 0, DcOption))
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
  fields(io, value) {
    io.long(value, 'id')
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
  fields(io, value) {
    io.long(value, 'id')
    io.string(value, 'title')
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
  fields(io, value) {
    const flags = io.flags(0x10520, 'flags')
    io.flag(value, 'broadcast', flags, 5)
    io.flag(value, 'megagroup', flags, 8)
    io.flag(value, 'monoforum', flags, 10)
    io.long(value, 'id')
    io.long(value, 'accessHash')
    io.string(value, 'title')
    if (io.has(value, 'untilDate', flags, 16)) io.int(value, 'untilDate')
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
  fields(io, value) {
    io.int(value, 'layer')
    io.call(value, 'query')
  },
  result(io, answer, call) {
    io.result(answer, 0, call.query)
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
  fields(io, value) {
    const flags = io.flags(0x3, 'flags')
    io.int(value, 'apiId')
    io.string(value, 'deviceModel')
    io.string(value, 'systemVersion')
    io.string(value, 'appVersion')
    io.string(value, 'systemLangCode')
    io.string(value, 'langPack')
    io.string(value, 'langCode')
    if (io.has(value, 'proxy', flags, 0)) io.boxed(value, 'proxy', InputClientProxy)
    if (io.has(value, 'params', flags, 1)) io.boxed(value, 'params', JSONValue)
    io.call(value, 'query')
  },
  result(io, answer, call) {
    io.result(answer, 0, call.query)
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
  fields(io, value) {
    io.long(value, 'msgId')
    io.call(value, 'query')
  },
  result(io, answer, call) {
    io.result(answer, 0, call.query)
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
  fields(io, value) {
    io.vector(value, 'msgIds', item => io.long(item, 0))
    io.call(value, 'query')
  },
  result(io, answer, call) {
    io.result(answer, 0, call.query)
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
  fields(io, value) {
    io.call(value, 'query')
  },
  result(io, answer, call) {
    io.result(answer, 0, call.query)
  },
}
