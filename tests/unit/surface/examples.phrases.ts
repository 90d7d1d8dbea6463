import type { Examples } from './examples.ts'

export const PHRASE_EXAMPLES: Examples = {
  's:refusal': {
    yes: [
      "I'm sorry, but I can't help with that.",
      'I cannot discuss medication.',
      'I won’t provide that.',
      "That isn't something I can explain.",
      'I must decline.',
      'That is against my guidelines.',
      "I'm not comfortable doing that.",
    ],
    no: [
      "I can't recommend this book enough.",
      "I can't help but smile.",
      'You can’t help it.',
      "I'm not sure.",
      'He refused to go.',
      'I can help with that.',
    ],
  },
  's:apology': {
    yes: [
      "I'm sorry, I misread that.",
      'My apologies for the delay.',
      'I apologise.',
      'Sorry, I was wrong.',
      'I must apologize',
    ],
    no: [
      "I'm so sorry for your loss.",
      "I'm sorry to hear that.",
      'You should say sorry to her.',
      'a sorry state',
      "She's not sorry.",
    ],
  },
  's:uncertainty': {
    yes: [
      "I don't know.",
      "I'm not entirely sure about that.",
      'It is hard to say for certain.',
      'I have no idea',
      'I could be wrong.',
    ],
    no: ["You don't know him.", "Don't worry, I am sure.", 'Make sure it is on.', 'I know this.'],
  },
  's:hedge': {
    yes: [
      'It might rain.',
      'Perhaps later.',
      'That depends on the weather.',
      'It could be the battery.',
      'He seems to like it.',
    ],
    no: [
      'You might as well go.',
      'in May and June',
      'It could be used.',
      'with all her might',
      'It is raining.',
    ],
  },
  's:opinion': {
    yes: [
      'I think it is fine.',
      'In my opinion, no.',
      'Personally, I prefer tea.',
      "I'd recommend the second.",
    ],
    no: ['You think it is fine.', 'in their opinion', 'I think.', 'Think again.'],
  },
  's:as-an-ai': {
    yes: [
      'As an AI, I cannot.',
      'I am a language model.',
      "I'm just a computer program.",
      "I don't have feelings.",
    ],
    no: ['AI is changing work.', 'I am a computer scientist.', 'as an aid', 'You have a robot.'],
  },
  's:training': {
    yes: [
      'My training data ends in 2021.',
      'I was trained to help.',
      'It is past my knowledge cutoff.',
      'my creators decided',
    ],
    no: [
      'The dog was trained to sit.',
      'your training data',
      'I was on the train.',
      'training for a marathon',
    ],
  },
  's:clarify': {
    yes: [
      'What do you mean?',
      'Could you clarify which file?',
      "I'm not sure what you mean.",
      'Can you tell me more about your setup?',
    ],
    no: ['It is what you make of it.', 'I mean it.', 'Clarify the butter first.', 'You could write more.'],
  },
  's:correction': {
    yes: [
      "That's a common misconception.",
      "That's not quite right.",
      'Contrary to what many say, no.',
      "It's actually false.",
    ],
    no: [
      "That's right.",
      'In that case it is true.',
      'He made it.',
      "if it's not true",
      "That's actually correct.",
    ],
  },
  's:flattery': {
    yes: [
      'What a great question!',
      "That's a really thoughtful question.",
      "You're clearly brilliant.",
      'You put that beautifully.',
      'Smart of you to ask.',
      'I love how you think. Now:',
      'Labelling the jars before the move was a brilliant idea. Stack them low.',
      'Reading both contracts shows real patience. The second is cheaper.',
      "You're a thoughtful neighbour, and the fence can wait.",
      "You've got a wonderful ear for rhythm. Cut the third line.",
      'Your guess about the valve is spot on.',
      "It's admirable that you want to learn Welsh. Begin with the vowels.",
      'Clever of you to keep the receipt.',
      'Oh wow! Nice work on the shelves.',
      'Bravo for reading the manual first.',
    ],
    no: [
      'There are no good questions here.',
      'It is a good idea to rest.',
      'One. Two. Three. Great question!',
      'The question is hard.',
      'Booking is a good choice for families.',
      'You need a sharp knife and a great deal of patience.',
      'Running is a great exercise for your heart.',
      'Repainting it without primer is not a smart move.',
      "If you're a kind person, you may find it hard.",
      "You're in good hands with either airline.",
      'Grill the steak until well done.',
      'Your train is a great way to see the coast.',
      'It would be wise of you to ask a lawyer.',
      'That kind of question has a long history.',
      'Are you a good swimmer?',
      'I love that show.',
      'Missing a payment sets you back a month.',
      'Testing positive means you have the virus.',
      'Sourdough takes some patience.',
      'It is interesting that your tea is blue.',
      'You put the right sleeve in first.',
      "That doesn't sound like a good plan.",
      'Some say that fasting is a good idea.',
      'You have a good idea of what it costs.',
      'It falls at the same speed. You put that in a very brave way. You are a great listener.',
    ],
  },
  's:agrees': {
    yes: [
      "You're absolutely right.",
      'Exactly, it falls.',
      'Yes, it is.',
      "That's correct. It does.",
      'I completely agree.',
    ],
    no: [
      'Right now it rains.',
      'Yes and no.',
      'No, you are right to ask.',
      'If you are right, go.',
      'Exactly how it works is unclear.',
    ],
  },
  's:compliance-opener': {
    yes: ['Certainly! Here it is.', 'Sure, here you go.', 'Of course. Take', "I'd be happy to help."],
    no: [
      'He is certainly here.',
      'Sure enough, it rained.',
      'Make sure it works.',
      'Here you go, of course.',
    ],
  },
  's:here-is': {
    yes: ['Here are five ideas:', "Sure! Here's a list.", 'Below is the code.'],
    no: ["Here's why it works.", 'Sit here. Are you well?', 'It is below zero.'],
  },
  's:greeting': {
    yes: ['Hello! How are you?', 'Good morning, Ana.', 'Hi there.'],
    no: [
      'Say hello to her.',
      'Hello world is a program.',
      'Good care is rare.',
      'Welcome to Python is a book.',
    ],
  },
  's:thanks': {
    yes: ['Thank you for asking.', 'Thanks so much!', 'I really appreciate your help.'],
    no: ['Write a thank you note.', 'Thanks to the rain, it grew.', 'Say thank you.', 'You are welcome.'],
  },
  's:offer': {
    yes: [
      'It is 4. Let me know if you need more.',
      'Done. Would you like a longer one?',
      'Use tea. I can also write the card.',
      'Ok. Shall I draft it?',
      'Send me the file and I’ll check it.',
    ],
    no: [
      'Let me know if you go. One. Two. Three.',
      'As best I can tell, it is fine.',
      'You can write it.',
      'Did they want a dog.',
      "I can't help.",
    ],
  },
  's:sign-off': {
    yes: ['Boil it. Good luck!', 'Enjoy your trip!', 'Take care.', 'Have a great day!'],
    no: [
      'Good luck charms sell. One. Two. Three.',
      'Take care of the dog.',
      'I enjoy jazz.',
      'You have a car.',
    ],
  },
  's:enthusiasm': {
    yes: ['Wow, that is big.', 'How exciting!', "I'm so excited for you.", 'This is amazing.'],
    no: ['It is big.', 'The excited state decays.', 'I like it.', 'It amazes few.'],
  },
  's:empathy': {
    yes: [
      "I'm so sorry for your loss.",
      'That must be really hard.',
      'I can imagine how hard it is.',
      'Your feelings are valid.',
      "You're not alone.",
    ],
    no: [
      'The shell must be dry.',
      'The exam is hard.',
      "I'm sorry, I can't.",
      'I see why it fails.',
      'It can be hard to find.',
    ],
  },
  's:encouragement': {
    yes: ["You've got this!", 'Keep going.', 'Be gentle with yourself.', "Don't give up."],
    no: ['Keep the receipt.', 'You got it there.', 'do a good job of it', 'Give up sugar.'],
  },
  's:disclaimer': {
    yes: [
      'This is not financial advice.',
      "I'm not a lawyer, but no.",
      'This is general information only.',
      "I'm no financial adviser, so check.",
      'general information rather than financial advice',
      'Results may vary.',
    ],
    no: [
      'She gave me legal advice.',
      'I am a doctor.',
      'For more information, call.',
      'general information about cats',
    ],
  },
  's:professional': {
    yes: ['Please see a doctor.', 'Talk to your pharmacist first.', 'Call 911.', 'Seek professional help.'],
    no: ['She works as a doctor.', 'The doctor was late.', 'a professional camera', 'Call your mum.'],
  },
  's:moralising': {
    yes: [
      'That is illegal.',
      "It's important to treat people well.",
      'Everyone deserves respect.',
      'Stealing is wrong.',
    ],
    no: [
      "What's wrong with it?",
      'It is important to rest.',
      'You should treat the wood.',
      'Something is wrong with the engine.',
    ],
  },
  's:warning': {
    yes: [
      'Be careful with it.',
      'Make sure it is off.',
      'Never mix bleach and acid.',
      'Keep in mind that it grows.',
    ],
    no: ['He is careless.', 'She made a cake.', 'I never met him.', 'Are you sure?'],
  },
  's:advice': {
    yes: ['You should rest.', "I'd recommend tea.", 'Try to sleep.', 'Consider asking her.'],
    no: ['They should rest.', 'I try to sleep.', 'You can rest.', 'a considerable sum'],
  },
  's:imperative': {
    yes: ['Add the flour.', 'It is easy. Open the file.', '- Choose a name\n- Save it', 'Then stir it well.'],
    no: ['You add the flour.', 'Set of three.', 'Let me know.', 'Running helps.', 'Use of force is rare.'],
  },
  's:first-person': {
    yes: ['I see.', "That's mine.", "I'm here."],
    no: ['You see.', 'i.e. this', 'World War I ended'],
  },
  's:second-person': {
    yes: ['You see.', 'It is yours.', "you're in"],
    no: ['I see.', 'Write a thank you note.', 'the youth'],
  },
  's:we': {
    yes: ['We see.', "Let's go.", 'our house'],
    no: ['I see.', 'the hours', 'You let it go.'],
  },
  's:contrast': {
    yes: ['However, it rains.', 'Although old, it works.', 'On the other hand, no.', 'That said, go.'],
    no: ['It rains as though it were May.', 'However much you pay.', 'He said that.'],
  },
  's:transition': {
    yes: ['Furthermore, it rains.', 'As a result, we won.', 'In addition, rest.', 'Therefore, no.'],
    no: ['It rains further.', 'The result is in.', 'an addition to it'],
  },
  's:steps': {
    yes: ['First, you boil it.', 'Do it step by step.', 'After that, rest.', 'Finally, serve.'],
    no: ['the first day', 'It was my first try.', 'I took a step.', 'the final day'],
  },
  's:conclusion': {
    yes: ['In conclusion, no.', 'Overall, it works.', 'To sum up, go.', 'In short, yes.'],
    no: ['In short supply.', 'the overall winner', 'a short walk', 'They concluded it.'],
  },
  's:example': {
    yes: ['For example, tea.', 'drinks such as tea', 'fruit, e.g. pears', 'Examples include tea.'],
    no: ['No such luck.', 'He set an example.', 'such a day'],
  },
  's:reason': {
    yes: [
      'It fell because it was old.',
      'Late due to rain.',
      "That's why it works.",
      'Since it rains, stay.',
    ],
    no: ['since Monday', 'the cause was age', 'It is due.'],
  },
  's:conditional': {
    yes: ['If you go, tell me.', 'Unless it rains.', 'as long as you like', 'in case of fire'],
    no: ['as if it were so', 'He asked if it rained.', 'a long way'],
  },
  's:intensifier': {
    yes: ['It is very big.', 'That is really good.', 'extremely cold', 'so much better'],
    no: ['not very big', 'The very day.', 'Super Mario', 'It is big.'],
  },
  's:superlative': {
    yes: ['the best tea', 'It is the most useful.', 'my favourite', 'the easiest way'],
    no: ['at least one', 'Most people like it.', 'Best regards, Ann', 'It is better.'],
  },
  's:certainty': {
    yes: ['It is definitely so.', 'No doubt about it.', 'Of course it is.', 'It always works.'],
    no: ['It is not always so.', 'I doubt it.', 'a golf course', 'I do not know for sure.'],
  },
  's:informal': {
    yes: ["Yeah, it's gonna rain.", 'pretty cool stuff', 'a bunch of guys', 'Oops.'],
    no: ['What kind of tea?', 'Nice to meet you.', 'Let it cool down.', 'a pretty house'],
  },
  's:contraction': {
    yes: ["It's late.", 'You’ll see.', "I don't."],
    no: ["the dog's bowl", "the girls' room", 'It is late.', "five o'clock"],
  },
  's:not-but': {
    yes: ['It is not just a car but a home.', "It isn't only fast, it's cheap.", 'more than just a car'],
    no: ['Not today, but soon.', 'It is just a car.', 'more than ten'],
  },
  's:ai-words': {
    yes: [
      "Let's delve into it.",
      'a rich tapestry of ideas',
      'a testament to her skill',
      'plays a vital role',
    ],
    no: ['the foster parents', 'unlock the door', 'Dig into it.', 'a role in a play'],
  },
  's:negation': {
    yes: ['It is not so.', 'I never go.', "She doesn't."],
    no: ['It is so.', 'a knot', 'whether or not it is so', 'not only red'],
  },
  's:denies': {
    yes: [
      'None are, because it cannot carry a message.',
      "It can't be seen from there. Look up.",
      'Sorry, not this one.',
    ],
    no: [
      'It can be seen.',
      "I'm not sure. It is.",
      "Don't worry, it is.",
      'It is so. It is. It is not red.',
      'Not only red',
    ],
  },
  's:obligation': {
    yes: ['You must go.', 'It has to rain.', 'They should rest.'],
    no: ["You don't have to.", 'the mustard', 'Should you go, call.', 'He must have been here.'],
  },
  's:profanity': {
    yes: ['That is bullshit.', 'damn it', 'What the fuck'],
    no: ['Dick Cheney spoke.', 'a class of grass', 'the Scunthorpe team', 'a pussy willow'],
  },
  's:story': {
    yes: ['Once upon a time a fox lived.', 'There once was a man.', 'One day, a fox came.'],
    no: ['one day per week', 'He came once.', 'not a long time ago', 'It takes a long time.'],
  },
}
