/**
 * The ids of the rules in docs/rules.md. An error, a check and a conformance case name the rule they
 * stand for by such an id; `npm run check` fails when this list and the document differ.
 */
export const RULE_IDS = [
  'C-1', 'C-2', 'C-3', 'C-4', 'C-5', 'C-6', 'C-7', 'C-8', 'C-9', 'C-10', 'C-11',
  'TL-01', 'TL-02', 'TL-03', 'TL-04', 'TL-05', 'TL-06', 'TL-07', 'TL-08', 'TL-09', 'TL-10',
  'HS-01', 'HS-02', 'HS-03', 'HS-04', 'HS-05', 'HS-06', 'HS-07', 'HS-08', 'HS-09', 'HS-10',
  'HS-11', 'HS-12', 'HS-13', 'HS-14', 'HS-15', 'HS-16', 'HS-17', 'HS-18', 'HS-19', 'HS-20',
  'HS-21', 'HS-22', 'HS-23', 'HS-24', 'HS-25', 'HS-26', 'HS-27', 'HS-28', 'HS-29', 'HS-30',
  'HS-31', 'HS-32', 'HS-33', 'HS-34', 'HS-35', 'HS-36', 'HS-37', 'HS-38', 'HS-39', 'HS-40',
  'HS-41', 'HS-42', 'HS-43', 'HS-44', 'HS-45', 'HS-46', 'HS-47', 'HS-48', 'HS-49', 'HS-50',
  'HS-51', 'HS-52', 'HS-60', 'HS-61', 'HS-62', 'HS-63', 'HS-64', 'HS-65', 'HS-66', 'HS-67',
  'HS-68', 'HS-69', 'HS-70', 'HS-71', 'HS-72', 'HS-73', 'HS-74', 'HS-75', 'HS-76', 'HS-77',
  'HS-78', 'HS-79',
  'ENC-01', 'ENC-02', 'ENC-03', 'ENC-04', 'ENC-05', 'ENC-06', 'ENC-07', 'ENC-08', 'ENC-09',
  'ENC-10', 'ENC-11', 'ENC-12', 'ENC-13', 'ENC-14', 'ENC-15', 'ENC-16', 'ENC-17', 'ENC-18',
  'ENC-19', 'ENC-20', 'ENC-21', 'ENC-22', 'ENC-23', 'ENC-24', 'ENC-25', 'ENC-26', 'ENC-27',
  'ENC-28', 'ENC-29', 'ENC-30',
  'SES-01', 'SES-02', 'SES-03', 'SES-04', 'SES-05', 'SES-06', 'SES-07', 'SES-08', 'SES-09',
  'SES-10', 'SES-11', 'SES-12', 'SES-13', 'SES-14', 'SES-15', 'SES-16', 'SES-17', 'SES-18',
  'SES-19', 'SES-20', 'SES-21', 'SES-22', 'SES-23', 'SES-24', 'SES-25', 'SES-26', 'SES-27',
  'SES-28', 'SES-29', 'SES-30', 'SES-31', 'SES-32', 'SES-33', 'SES-34', 'SES-35', 'SES-36',
  'SES-37', 'SES-38', 'SES-39', 'SES-40', 'SES-41', 'SES-42', 'SES-43', 'SES-44', 'SES-45',
  'SES-46', 'SES-47', 'SES-48', 'SES-49', 'SES-50', 'SES-51', 'SES-52', 'SES-53', 'SES-54',
  'SES-60', 'SES-61', 'SES-62', 'SES-63', 'SES-64', 'SES-65', 'SES-66', 'SES-67', 'SES-68',
  'SES-69', 'SES-70', 'SES-71', 'SES-72', 'SES-73', 'SES-74', 'SES-75', 'SES-76', 'SES-77',
  'SES-78', 'SES-79', 'SES-80', 'SES-81', 'SES-82',
  'TR-01', 'TR-02', 'TR-03', 'TR-04', 'TR-05', 'TR-06', 'TR-07', 'TR-08', 'TR-09', 'TR-10',
  'TR-11', 'TR-12', 'TR-13', 'TR-14', 'TR-15', 'TR-16', 'TR-17', 'TR-20', 'TR-21', 'TR-22',
  'TR-23', 'TR-24', 'TR-25', 'TR-26', 'TR-30', 'TR-31', 'TR-32', 'TR-33', 'TR-34', 'TR-35',
  'TR-36', 'TR-40', 'TR-41', 'TR-42', 'TR-43', 'TR-44', 'TR-45', 'TR-46',
  'QR-01', 'QR-02', 'QR-03', 'QR-04', 'QR-05', 'QR-06', 'QR-07', 'QR-08', 'QR-09', 'QR-10',
  'QR-11', 'QR-12', 'QR-13', 'QR-14', 'QR-15', 'QR-16', 'QR-17', 'QR-18', 'QR-19', 'QR-20',
  'QR-21', 'QR-30', 'QR-31', 'QR-32', 'QR-33', 'QR-34',
  'PW-01', 'PW-02', 'PW-03', 'PW-04', 'PW-05', 'PW-06', 'PW-07', 'PW-08',
  'SS-01', 'SS-02', 'SS-03', 'SS-04', 'SS-05', 'SS-06',
] as const

/** One rule of docs/rules.md, such as `HS-21` or `C-5`. */
export type RuleId = (typeof RULE_IDS)[number]
