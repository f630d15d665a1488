const list = (words: string): readonly string[] => words.trim().split(/\s*[\n,]\s*/);

/** Words and phrases that say something good. Longer ones are found before the words in them. */
export const GOOD = list(`
  good, great, excellent, awesome, amazing, fantastic, wonderful, perfect, perfectly, superb, outstanding, brilliant
  best, better than expected, love, loved, loves, lovely, like it, liked it, i like, i liked, enjoy, enjoyed, enjoyable
  happy, happier, glad, pleased, pleasant, delighted, delightful, satisfied, satisfying, impressed, impressive
  nice, kind, friendly, polite, courteous, helpful, attentive, professional, knowledgeable, patient, caring
  fast, quick, quickly, prompt, promptly, efficient, efficiently, smooth, smoothly, seamless, reliable, on time
  easy, easily, simple, convenient, comfortable, clean, intuitive, affordable, well organized, well organised
  thank you, thanks, grateful, appreciate, appreciated, recommend, recommended, worth, bargain, great value
  works well, works great, well done, well made, top notch, first class, five stars, keep it up, no brainer
  couldn't be better, could not be better, couldn't be happier, could not be happier, can't complain, cannot complain
  can't fault, cannot fault, nothing to complain about, hassle free, trouble free, exceeded my expectations
  exceeded expectations, saved my day, spot on, flawless, resolved, solved
`);

/** Words and phrases that say something bad. */
export const BAD = list(`
  bad, badly, terrible, terribly, awful, horrible, horrific, poor, poorly, worst, worse, disappointing, disappointed
  disappointment, dreadful, appalling, atrocious, unacceptable, useless, worthless, rubbish, garbage, trash, crap, pathetic
  hate, hated, hates, dislike, disliked, unhappy, dissatisfied, unsatisfied, upset, angry, annoyed, annoying
  frustrated, frustrating, frustration, ridiculous, joke, nightmare, mess, disaster, scam, fraud, lied, cheated, ripped off
  rip off, rude, unfriendly, impolite, unhelpful, unprofessional, arrogant, ignored, ignorant, careless, incompetent
  slow, slowly, late, delay, delays, delayed, overdue, long wait, waited, waiting, long queue, long queues, long lines
  expensive, overpriced, pricey, too high, waste, wasted, broken, broke, damaged, defective, faulty, missing, wrong
  lost, leak, leaks, leaking, stopped working, fell apart, dirty, filthy, smelly, noisy, crowded, uncomfortable, cold food
  confusing, confused, complicated, difficult, hard to, buggy, bug, bugs, crash, crashes, crashed, crashing, freezes, laggy
  error, errors, fail, failed, fails, failure, problem, problems, issue, issues, trouble, complaint, complaints, complain
  cancel, cancelled, refused, unreliable, inconvenient, misleading, regret, avoid, lacking, lack of, nobody answered
  no one answered, nobody answers, never arrived, never came, never again, never answered, never replied, no response
  no reply, no answer, gave up, fed up, sick of, let down, hung up, not what i ordered, leaves much to be desired
  could not be worse, couldn't be worse
`);

/** Turn what follows into its opposite. */
export const NEGATORS: ReadonlySet<string> = new Set(
  list(`
  not, no, never, none, neither, nor, without, hardly, barely, nothing, nobody, cannot, isn't, wasn't, aren't, weren't
  don't, doesn't, didn't, won't, wouldn't, can't, couldn't, haven't, hasn't, hadn't, shouldn't, ain't, zero, far from
  isnt, wasnt, arent, dont, doesnt, didnt, wont, cant, couldnt, havent, hasnt
`),
);

/** Say nothing good or bad although a word in them would. */
export const NEUTRAL = list(`
  not only, not just, best regards, kind regards, kind of, good morning, good afternoon, good evening, no idea
  nothing special, not bad not good, so so, thanks for asking, wait and see, no comment, in good time, as well as
`);

/** What is good though it looks as if a good word were negated, or the other way round. */
export const AS_A_WHOLE: readonly (readonly [words: string, sign: 1 | -1])[] = [
  ['not bad', 1],
  ['not too bad', 1],
  ['not bad at all', 1],
  ['no problem', 1],
  ['no problems', 1],
  ['no issues', 1],
  ['no complaints', 1],
  ['cannot recommend enough', 1],
  ["can't recommend enough", 1],
  ['not good enough', -1],
  ['not worth', -1],
  ['too good to be true', -1],
  ['no thanks', -1],
];
