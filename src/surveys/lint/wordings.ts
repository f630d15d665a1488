/** By which words a language joins two things, and puts an answer into somebody's mouth. */
export interface Wording {
  /** What has such a word in it and is one thing: "friends and family". */
  readonly oneThing: RegExp;
  readonly joins: RegExp;
  readonly leads: RegExp;
}

const PRAISE = 'great|good|amazing|awesome|wonderful|excellent|fantastic|outstanding|superb|brilliant|delightful';

const WORDINGS: Readonly<Record<string, Wording>> = {
  en: {
    oneThing:
      /\b(friends? and (family|colleagues?)|family and friends|terms and conditions|check-?in and out|again and again|once and for all|now and then|bed and breakfast|food and drinks?)\b/gi,
    joins: /\b(and|as well as|and\/or|along with)\b/i,
    leads: new RegExp(
      [
        `\\bhow (very |really |truly )?(${PRAISE})\\b`,
        `\\b(our|this|these|such an?) (very |truly )?(${PRAISE}|award-winning|world-class|first-class|friendly|famous)\\b`,
        `\\bhow much (did|do) you (love|enjoy|like)\\b`,
        `\\b(do|does|did|is|are|was|were|would|will|can|could|should|have|has)n['’]t (you|it|we|our|this|they)\\b`,
        `\\b(surely|obviously|of course|certainly|undoubtedly|no doubt)\\b`,
        `, right\\?`,
      ].join('|'),
      'i',
    ),
  },
  zh: {
    oneThing: new RegExp(
      [
        '朋友[和与及或](家人|同事|亲人)|家人[和与及]朋友|条款[和与及]条件',
        // with whom, or what about: one thing all the same
        '[和与跟][^，。？、]{0,12}(一起|沟通|联系|交流|互动|合作|打交道|接触|有关|相关|相比)',
        '和谐|和平|温和|缓和|柔和|饱和|参与|与其|及时|及格|普及|涉及|提及|顾及',
      ].join('|'),
      'g',
    ),
    joins: /以及|并且|而且|同时|[和与及、]/,
    leads:
      /(非常|很|十分|特别|相当)(满意|喜欢|开心|愉快|方便|容易|好)(吗|吧|对吗|对吧)|(有多|多么)(好|棒|优秀|出色|喜欢|完美)|难道|不觉得|不认为|是不是(很|非常)|(优质|卓越|一流|贴心|周到|出色|优秀)的|想必|当然|肯定|毫无疑问|(对吧|没错吧|是吧)[?？]/,
  },
};

/** What is known of the wording in a language; undefined where nothing is. */
export const wordingOf = (language: string): Wording | undefined => WORDINGS[language.split('-')[0] as string];
