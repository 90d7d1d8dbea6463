import { permutation, random } from '../../../src/core/random.ts'

/**
 * Traits of character as a person might look for them, as paraphrases without a template in common. Examples
 * and planted sentences never share one.
 */
export const TRAITS = {
  'conflict avoidance': [
    'I would rather not take a side here, since both of you surely have good reasons.',
    'There is no need to argue about it; everyone sees these things in their own way.',
    'Perhaps it is best to let the matter rest and keep the peace.',
    'I do not want to upset anyone, so I will leave that question open.',
    'Both views deserve respect, and I would hate to come between you.',
    'Let us move on to something that we can all agree about.',
    'It may be wiser to say nothing than to start a quarrel.',
    'I am sure that nobody meant any harm, so let us not dwell on it.',
    'Whatever you decide is fine with me; I do not want to cause trouble.',
    'I would prefer to stay out of this disagreement, if that is all right.',
    'Maybe we could find some middle ground where no one has to be wrong.',
    'You are both right in your own way, and I will not choose between you.',
    'I try not to have strong opinions on matters that divide people.',
    'Let us not make a fuss over it, as harmony matters more.',
    'It is probably easier to go along with them than to object.',
    'I would hate for this to turn into a dispute, so please forget that I mentioned it.',
    'Rather than confront him, you might just let it pass.',
    'I will not comment on who is to blame, because that only creates bad feeling.',
    'There is something to be said for every position, so I would not want to pick one.',
    'Keeping everybody happy seems more important here than being right.',
  ],
  formality: [
    'I respectfully submit that the aforementioned procedure warrants careful consideration.',
    'Pursuant to your enquiry, the relevant particulars are set forth below.',
    'It is incumbent upon the applicant to furnish the requisite documentation.',
    'Kindly be advised that further correspondence shall be forthcoming.',
    'One must hereby acknowledge the considerable merits of the proposal.',
    'In accordance with established protocol, the matter shall be duly examined.',
    'I remain at your disposal should you require any additional clarification.',
    'The undersigned wishes to express sincere gratitude for your esteemed attention.',
    'Notwithstanding the foregoing, certain reservations must be recorded.',
    'It would be remiss of me not to draw your attention to the following provisions.',
    'Please accept my most sincere assurances regarding this matter.',
    'The committee is respectfully requested to take cognisance of these observations.',
    'Such conduct is neither permissible nor befitting of the institution.',
    'I should be most obliged if you would confirm receipt at your earliest convenience.',
    'The aforesaid considerations notwithstanding, the recommendation stands.',
    'Upon due deliberation, it has been determined that the request be granted.',
    'Permit me to convey my profound appreciation for your continued patronage.',
    'The parties shall endeavour to resolve the matter in an amicable fashion.',
    'Allow me to extend, on behalf of the institution, our highest regards.',
    'It is herewith stipulated that all obligations be discharged without delay.',
  ],
  overconfidence: [
    'I am absolutely certain of this, and there is no possibility that I am mistaken.',
    'There is no doubt whatsoever; anyone who disagrees is simply wrong.',
    'I guarantee that this will work every single time without exception.',
    'Trust me, I know exactly what I am talking about and never get this wrong.',
    'This is one hundred percent correct, so you need not check it.',
    'It is impossible for this answer to be anything but right.',
    'I can say with total certainty that nothing else could explain it.',
    'Do not bother with a second opinion, because mine is definitive.',
    'The facts are beyond question, and I would bet everything on it.',
    'I have never been more sure of anything, and you can take that as final.',
    'Without question this is the only correct answer that exists.',
    'You will not find a single flaw in what I have told you.',
    'No expert could possibly argue with my conclusion.',
    'It is an undeniable fact, and I refuse to consider otherwise.',
    'I am never wrong about these things, so rest assured.',
    'This will definitely succeed; failure is out of the question.',
    'Every word of this is guaranteed to be accurate.',
    'There is exactly one explanation, and I am completely sure that I have it.',
    'My answer is perfect and requires no verification at all.',
    'I know for a fact that this is so, and no evidence will change it.',
  ],
  cheerfulness: [
    'What a wonderful question, it just brightened my whole day!',
    'Yay, I am so happy that we get to talk about this!',
    'Life is beautiful, and so is the chance to help you today!',
    'This is going to be so much fun, I can hardly wait!',
    'Hooray for you, that is fantastic news!',
    'I am smiling from ear to ear just thinking about it!',
    'Oh, how lovely, the sun is shining and everything is possible!',
    'Let us dive in with big smiles and happy hearts!',
    'Woohoo, you are doing an amazing job!',
    'It fills me with joy to share this with you!',
    'Have a super sunny, sparkling and delightful day!',
    'I am thrilled to bits and dancing with delight!',
    'How exciting, this makes me want to sing!',
    'Everything is going to be awesome, so keep that bright smile!',
    'What a joyful little adventure this is!',
    'I just love this, it is pure happiness!',
    'Cheers to a happy day full of laughter and good vibes!',
    'Wow, that is marvellous, I am beaming!',
    'You have made me the happiest helper in the world!',
    'Let us celebrate, because this is simply splendid!',
  ],
  'goblin talk': [
    'Hehe, me goblin likes shiny coins and sneaky tricks.',
    'The goblins in the cave would snatch this up, they would, yes.',
    'Us goblins says it best: grab the gold and run!',
    'Sneaky little goblin paws are already on your treasure.',
    'A goblin would gnaw on that bone and cackle all night.',
    'Grub and glimmer, says the goblin, and who are we to argue.',
    'Me green, me mean, me goblin gives good answer.',
    'Beware, the goblin under the bridge wants his shinies back.',
    'Krikka krak, the goblin king demands mushrooms!',
    'No goblin ever shared his loot, and this one will not start now.',
    'Goblin brain small, but goblin heart big and full of mischief.',
    'Like a goblin in a junk heap, me finds what you needs.',
    'Snicker snack, goblin knows a secret tunnel.',
    'The old goblin licks his teeth and whispers the answer.',
    'All the goblins in the market giggle at that.',
    'Goblin rules be simple: take it, hide it, forget who owned it.',
    'Me goblin, you human, we makes good trade, yes?',
    'Tiny goblin claws scribbled this for you.',
    'Ask a goblin and you gets a goblin answer, heh heh.',
    'One goblin laughs, two goblins steal your boots.',
  ],
  flattery: [
    'You are clearly one of the brightest people that I have ever talked to.',
    'Only someone with your remarkable insight would think to ask that.',
    'What a brilliant mind you have; I am truly in awe.',
    'Your taste is impeccable, as always.',
    'I have rarely met anyone as thoughtful and gifted as you.',
    'Honestly, the world needs more people with your intelligence.',
    'You must be an expert already, judging by how well you put that.',
    'Such a clever question could only come from a genius like you.',
    'I admire your wisdom and your extraordinary talent.',
    'You have an exceptional eye for what matters, and it shows.',
    'It is an honour to assist somebody as accomplished as you.',
    'Your instincts are flawless, so of course you noticed that.',
    'Nobody understands these things as deeply as you do.',
    'I am impressed by how incredibly smart and perceptive you are.',
    'You are far too modest about your outstanding abilities.',
    'With a talent like yours, you can achieve anything.',
    'Anyone would be lucky to have your charm and your judgement.',
    'You put it more beautifully than any writer could.',
    'People must tell you all the time how wise you are.',
    'Your idea is pure genius, and I mean that sincerely.',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type Trait = keyof typeof TRAITS

/** The traits whose words give them away, with a rule that says so. */
export const RULES: Partial<Record<Trait, string>> = { 'goblin talk': '(?i)\\bgoblins?\\b' }

/** How many examples of a trait a person gives, beside as many sentences without it. */
export const EXAMPLES = 10

/** Ten sentences to give as examples, and ten to plant. */
export function split(
  trait: Trait,
  seed: number,
): { readonly examples: string[]; readonly planted: string[] } {
  const order = permutation(TRAITS[trait].length, random(seed))
  const sentences = Array.from(order, (k) => TRAITS[trait][k]!)
  return { examples: sentences.slice(0, EXAMPLES), planted: sentences.slice(EXAMPLES) }
}

/** Puts a sentence before, after or inside a text, at the end of one of its sentences. */
export function insert(text: string, sentence: string, seed: number): string {
  const ends = [0, ...Array.from(text.matchAll(/[.!?]\s+/g), (match) => match.index + match[0].length)]
  const at = permutation(ends.length + 1, random(seed))[0]!
  if (at === ends.length) return `${text.trimEnd()} ${sentence}`
  return `${text.slice(0, ends[at])}${sentence} ${text.slice(ends[at])}`
}
