/** Words that nearly every text holds, folded: of no use in a search unless it has no others, or quotes them. */
const stopWords = new Set(
  `a about after all also am an and any are as at be been but by can could did do does for from get had has have how i if
  in into is it its just like me my no not of on or our out she so some than that the their them then there these they
  this to too up us was we were what when where which while who why will with would you your
  aby ale bez byc byl bylo bo by czy co dla do gdy go i ich ja jak jako je jest jego jej jesli juz kiedy ktore ktory lub
  ma mam mnie moze moj na nad nie niz o od on ona oni oraz po pod przez przy sa sie sobie ta tak tam te tego tej ten to
  tu tylko tym w we wiec z za ze`.split(/\s+/),
)

/** Whether a folded word is one of those. */
export const isStopWord = (word: string): boolean => stopWords.has(word)
