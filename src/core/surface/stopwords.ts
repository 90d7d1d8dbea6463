/** English function words: they carry grammar, not topic. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `a about above after again against all also am an and any are aren't as at be because been before being below
  between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each else
  even ever every few for from further get go got had hadn't has hasn't have haven't having he he'd he'll he's her
  here here's hers herself him himself his how how's i i'd i'll i'm i've if in into is isn't it it'd it'll it's its
  itself just let let's like many may me might mine more most much must my myself no nor not now of off on once one
  only onto or other others our ours ourselves out over own per rather s same shall she she'd she'll she's should
  shouldn't since so some such t than that that'd that'll that's the their theirs them themselves then there there's
  these they they'd they'll they're they've this those through to too under until up upon us very was wasn't we we'd
  we'll we're we've were weren't what what's when where which while who who's whom whose why will with within without
  won't would wouldn't yet you you'd you'll you're you've your yours yourself yourselves`.split(/\s+/),
)
