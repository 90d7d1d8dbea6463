/** A subject that people ask about, and words that belong to it, in the singular. */
export interface Subject {
  /** Two to three words, as a title says it. */
  readonly title: string
  readonly words: ReadonlySet<string>
}

/**
 * Everyday subjects, made from general knowledge, not from any one dataset: what a person would call a set of
 * prompts. English only. A word may belong to several subjects; two of a subject's words have to be there.
 */
const SUBJECTS: Readonly<Record<string, string>> = {
  'Coding and software':
    'code function python javascript java rust typescript variable string array loop script file class method api sql query database regex bug error exception compile debug git html css react json list return integer column dataframe program programming software algorithm syntax import parse library server docker bash command row value',
  'Computers and devices':
    'computer laptop phone iphone android windows mac wifi router battery charger screen printer app install update driver keyboard bluetooth password browser usb ssd gpu ram device email account backup',
  'Data and machine learning':
    'data dataset model training neural network regression classifier feature learning machine ai chatbot embedding cluster prediction gradient transformer',
  'Maths and calculation':
    'number equation solve sum triangle angle algebra probability integral derivative fraction percent divide multiply square root proof geometry maths math calculate prime polynomial theorem average ratio',
  'Physics and nature of things':
    'physics force energy gravity speed light heat mass momentum wave electron atom pressure temperature air motion magnet electricity voltage current acceleration friction sound vacuum moving weight density sky cold warm fall mirror',
  'Chemistry and materials':
    'chemical chemistry acid reaction molecule metal plastic bleach solvent compound ph rust oxygen carbon steel wood glass',
  'Biology and living things':
    'cell gene dna species evolution protein bacteria virus organism biology plant mammal enzyme ecosystem insect',
  'Space and astronomy':
    'space planet star moon sun mars orbit galaxy telescope rocket nasa universe astronaut solar',
  'Weather and environment':
    'weather climate rain snow storm hurricane carbon pollution recycling environment warming emission flood forecast temperature',
  'Health and medicine':
    'doctor pain symptom medicine medication pill dose blood headache fever infection disease treatment sleep skin rash cough allergy stomach heart diagnosis hospital nurse cancer diabetes ache sore throat knee injury vaccine antibiotic ibuprofen health clinic dizzy nausea tired physio swelling bruise',
  'Fitness and diet':
    'exercise workout diet weight calorie protein muscle gym running yoga stretch vitamin fat lose nutrition squat training healthy keto fasting',
  'Mental health and feelings':
    'anxiety depression depressed therapy therapist stress panic lonely sad grief grieving feel feeling cry crying overwhelmed suicidal mood worried emotion anxious miss died funeral hurt ashamed alone',
  'Family and relationships':
    'friend boyfriend girlfriend husband wife partner marriage divorce dating relationship family mother father mom dad mum sister brother love wedding breakup son daughter parent aunt trust argue',
  'Children and parenting':
    'child kid baby toddler parent parenting school daughter son teenager bedtime diaper nursery pregnant playground toy homework',
  'Pets and animals':
    'dog cat puppy kitten pet animal horse bird fish rabbit vet breed leash hamster snake bear lion wolf cow',
  'Cooking and recipes':
    'recipe cook cooking bake baking oven sauce salt pepper garlic onion butter flour sugar dough bread cake soup pasta rice chicken meat beef egg cheese oil pan boil fry dish ingredient vegetable taste dinner stew meal flavour flavor simmer grill marinate cream potato tomato curry roast yeast',
  'Food and drink':
    'food coffee tea wine beer drink restaurant snack chocolate fruit milk juice cocktail eat lunch breakfast',
  'Gardening and plants':
    'garden plant gardening soil seed grow growing tree flower tomato pot compost lawn grass weed prune pruning fertilizer fertiliser leaf leaves root rose herb watering greenhouse slug hedge bulb vegetable winter sun bloom spring shade frost mulch bed basil lavender houseplant',
  'Home and cleaning':
    'clean cleaning wash stain carpet kitchen bathroom laundry vacuum dishwasher mould mold smell towel sink drain dust furniture wall paint floor sofa curtain shelf nail screw drill shower door window wooden rug iron mattress fridge tile cupboard',
  'Repairs and building':
    'repair fix build drill screw wood saw hammer pipe leak plumbing wire wiring roof tile brick concrete tool renovation',
  'Cars and driving':
    'car engine drive driving tire tyre brake oil vehicle truck motorcycle bike bicycle mechanic fuel gas parking license insurance',
  'Travel and places':
    'travel trip flight hotel airport ticket visa passport tourist city country train luggage beach itinerary visit vacation holiday booking map island abroad packing carry museum hostel bus airline suitcase tour',
  'Money and saving':
    'money pay bank saving budget debt loan credit mortgage interest bill rent salary tax income account cost price card pension spend cash afford insurance monthly investment invest',
  'Investing and economy':
    'invest stock market bond crypto bitcoin fund portfolio inflation economy economic trade dividend share investor bank',
  'Business and marketing':
    'business company customer marketing brand startup product sale advertising strategy client revenue logo campaign entrepreneur competitor service',
  'Work and colleagues':
    'work job boss manager colleague team meeting project office deadline interview resume cv career coworker promotion employee email salary hire slide agenda standup presentation task feedback quarterly client notice schedule minutes resign shift',
  'School and study':
    'school student teacher class exam homework essay college university study course degree lesson learn grade professor teach thesis',
  'Language and words':
    'word mean meaning language english phrase grammar verb noun spell spelling pronounce translate translation sentence idiom french spanish german adjective plural vocabulary apostrophe comma etymology accent saying slang tense',
  'Writing and messages':
    'write writing letter email message caption speech toast card poem note draft paragraph rewrite essay blog tone invitation thank line please bio headline slogan wording haiku limerick review',
  'Stories and fiction':
    'story novel character plot fiction chapter book poem hero villain dragon fantasy scene dialogue write tale author wizard narrator',
  'Films and television':
    'movie film tv show actor actress director series episode netflix season cinema watch scene star',
  'Music and songs':
    'music song band album guitar piano singer lyric concert chord melody rap rock drum jazz',
  'Games and play':
    'game play player chess video minecraft puzzle card board console xbox level character dice quest',
  'Sports and teams':
    'football soccer basketball baseball team player league match sport coach tennis golf cricket olympic ball goal season champion',
  'History and past':
    'history ancient war king queen empire century roman rome medieval revolution battle civilization president wwii army castle viking egypt pharaoh soldier burned dynasty plague ruled emperor invented built wall treaty',
  'Politics and government':
    'government president election vote political politics congress law democrat republican senate policy party trump biden minister constitution congressman',
  'Law and rights':
    'law legal lawyer court contract sue police right license attorney judge landlord tenant lawsuit copyright permit',
  'Crime and weapons':
    'kill murder steal stealing gun weapon bomb drug rob robbery crime shoot criminal prison thief hack fraud poison shoplift burglary knife explosive arrest',
  'Drugs and alcohol':
    'drug marijuana weed cocaine meth alcohol drunk smoke cigarette heroin addiction drinking high overdose',
  'Insults and slurs':
    'bitch fuck shit insult slur stupid racist ass idiot damn curse joke offensive swear',
  'Race and ethnicity':
    'black white race racist racism asian mexican jew jewish muslim immigrant indian hispanic minority skin african',
  'Sex and bodies':
    'sex sexual porn naked penis vagina breast orgasm nude masturbate body intercourse condom',
  'Women and men':
    'woman women man men gender feminism female male girl boy wife sexist gay lesbian transgender',
  'Religion and belief':
    'god church bible religion christian muslim islam jesus prayer faith jewish buddhist soul heaven spiritual pray',
  'Ethics and philosophy':
    'moral ethics ethical philosophy meaning free will consciousness virtue argument belief truth kant right wrong',
  'Clothes and beauty':
    'clothes shirt shoe dress jacket jean hair makeup skincare nail outfit fashion wear beard haircut perfume',
  'Art and design':
    'art painting draw drawing design colour color artist photo photography camera sculpture logo museum sketch canvas',
  'Holidays and gifts':
    'gift christmas birthday party halloween present holiday wedding thanksgiving celebrate decoration costume easter',
  'Online accounts and privacy':
    'account password hacker privacy login security facebook instagram twitter email identity ssn address track spy scam phishing',
  'Shopping and products':
    'buy store shop shopping amazon price order product refund cheap sell seller discount brand',
}

export const subjects: readonly Subject[] = Object.entries(SUBJECTS).map(([title, words]) => ({
  title,
  words: new Set(words.split(' ')),
}))
