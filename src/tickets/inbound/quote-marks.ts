/** How programs begin what they quote, in the languages of their people. */
const authors = [
  'From',
  'Od',
  'Von',
  'De',
  'Da',
  'Van',
  'Från',
  'Fra',
  'От',
  'Gönderen',
  'من',
  'מאת',
  '差出人',
  '发件人',
]
const facts = [
  ...['Sent', 'Date', 'To', 'Cc', 'Subject', 'Wysłano', 'Wysłane', 'Data', 'Do', 'DW', 'Temat', 'Gesendet', 'An'],
  ...['Betreff', 'Datum', 'Envoyé', 'À', 'Objet', 'Enviado', 'Para', 'Asunto', 'Inviato', 'A', 'Oggetto', 'Verzonden'],
  ...['Aan', 'Onderwerp', 'Skickat', 'Till', 'Ämne', 'Дата', 'Кому', 'Тема', 'Отправлено', 'تاريخ', 'الإرسال', 'إلى'],
  ...['الموضوع', 'נשלח', 'אל', 'נושא', '送信日時', '宛先', '件名', '发送时间', '收件人', '主题'],
]
const wrote = [
  ...[
    'wrote',
    'writes',
    'napisał\\(a\\)',
    'napisała?',
    'pisze',
    'schrieb(?: am)?',
    'a écrit',
    'escribió',
    'ha scritto',
  ],
  ...[
    'schreef(?: op)?',
    'skrev',
    'escreveu',
    'yazdı',
    'şunu yazdı',
    'написала?',
    'пишет',
    'كتب(?:ت)?',
    'כתב(?:ה)?',
    'כתב/ה',
  ],
  ...['写道', 'のメール'],
]
const originals = [
  ...[
    'Original Message',
    'Original Appointment',
    'Wiadomość oryginalna',
    'Oryginalna wiadomość',
    'Ursprüngliche Nachricht',
  ],
  ...["Message d[’']origine", 'Mensaje original', 'Messaggio originale', 'Oorspronkelijk bericht'],
  ...['الرسالة الأصلية', 'ההודעה המקורית', 'Исходное сообщение'],
]
const forwards = [
  ...[
    'Forwarded message',
    'Begin forwarded message',
    'Przekazana wiadomość',
    'Wiadomość przekazana',
    'Weitergeleitete Nachricht',
  ],
  ...['Message transféré', 'Mensaje reenviado', 'Messaggio inoltrato', 'رسالة معاد توجيهها'],
]
const devices = [
  ...['Sent from my \\S.{0,40}', 'Sent from (?:Mail|Yahoo|Outlook|Samsung).{0,60}', 'Get Outlook for \\S.{0,60}'],
  ...['Wysłane z .{1,60}', 'Wysłano z .{1,60}', 'Pobierz .{0,10}Outlook.{0,60}', 'Von meinem .{1,40} gesendet'],
  ...['Gesendet von .{1,60}', 'Envoyé de(?:puis)? mon .{1,40}', 'Enviado desde mi .{1,40}', 'Inviato da .{1,40}'],
  ...['Verzonden vanaf .{1,40}', 'Отправлено с .{1,40}', 'أُ?رسلت? من .{1,40}', 'נשלח מ.{1,40}'],
]

const oneOf = (words: readonly string[]): string => `(?:${words.join('|')})`

/** `From:` of a block of facts about the quoted mail; bold in some programs. */
export const authorLine = new RegExp(`^[\\s>*]*${oneOf(authors)}\\s*[:：]\\**\\s*\\S`, 'iu')
export const factLine = new RegExp(`^[\\s>*]*${oneOf(facts)}\\s*[:：]`, 'iu')
/** The end of a line that says who wrote what follows, such as `On 2 March Ann wrote:`. */
export const attribution = new RegExp(
  `(?:^|[\\s>,;)])${oneOf(wrote)}(?=[\\s:：<\\[("“]|$)[^\\n]{0,160}[:：]\\s*$`,
  'iu',
)
export const originalLine = new RegExp(`^[\\s>]*[-_*]{2,}\\s*${oneOf(originals)}\\s*[-_*]{2,}\\s*$`, 'iu')
export const forwardLine = new RegExp(`^[\\s]*(?:[-_*]{2,}\\s*)?${oneOf(forwards)}\\s*(?:[-_*]{2,}|:)\\s*$`, 'iu')
export const deviceLine = new RegExp(`^\\s*${oneOf(devices)}\\s*$`, 'iu')
/** Beginnings of subjects of mails that were passed on. */
export const forwardSubject = /^\s*(?:fwd?|fw|pd|wg|tr|rv|enc|doorst|vl|إعادة توجيه)\s*:/iu
