"""The vocabularies of press English and press Arabic, as tables anyone can extend.

Patterns are read without regard to case; Arabic is written as `plain_text.fold` leaves it (one
alef, ha for ta marbuta, no vowels). Actors are given by the ids of the data; a package with
other actors is read by their own names.
"""

# ruff: noqa: E501 - patterns are tables, a line each
from __future__ import annotations

__all__ = [
    "ACTORS",
    "BARE_FORCES",
    "CONTROL_VERBS",
    "DIRECTION_WORDS",
    "HELD_BY",
    "NOT_FACT",
    "PARTS",
    "ROAD_ENDS",
    "VAGUE_DISTANCES",
]

_TROOPS = (
    r"(?:forces?|troops?|army|fighters?|soldiers?|units?|militi(?:as?|amen)|military|combatants?"
    r"|elements|formations?|detachments?|columns?|paramilitar(?:y|ies)|men|allies|factions?|groups?)"
)
_MORE = rf"(?:[\s-](?:arab|allied|ground|armed|army|security|backed|aligned|special|loyalist|{_TROOPS}))*"

#: Side, and how it is called. ``-`` is a force that the record does not follow.
ACTORS: dict[str, tuple[str, ...]] = {
    "-": (
        rf"(?:turkish|turkey's|american|u\.?s\.?|kurdish|israeli|coalition)(?:[\s-](?:army|armed|military|special|backed\s+kurdish))?\s+{_TROOPS}",
        r"sdf|ypg|isis|islamic\s+state|daesh|un\s+peacekeepers",
        r"(?:ال)?(?:قوات|جيش|جنود|ارتال)\s+(?:ال)?(?:تركيه|تركي|اميركيه|امريكيه)|(?:ال)?قوات\s+(?:ال)?تركيه|قسد|تنظيم\s+الدوله|داعش",
    ),
    "opposition": (
        rf"(?:anti-(?:government|regime|assad)|(?:the\s+)?(?:syrian\s+)?(?:opposition|rebels?|insurgents?|jihadi(?:st)?s?|islamist|militants?|terrorists?|extremists?|guerrillas?)(?:-led)?|(?:turk(?:ey|ish)[-\s](?:backed|supported|allied))(?:\s+(?:syrian|rebel|opposition))?|hts(?:-led)?|nusra-led|qaeda-linked|al-qaeda-linked)(?:'s)?{_MORE}",
        r"islamists|h[ae][iy]['`]?[ae]?t\s+tahrir\s+(?:al|el|ash)[-\s]sh?[ae]+m|tahrir\s+al-sham|hts|(?:jabhat\s+)?(?:al-)?nusra(?:\s+front)?|(?:the\s+)?national\s+(?:liberation\s+front|front\s+for\s+liberation)|nlf|(?:syrian\s+)?national\s+army|sna|free\s+syrian\s+army|fsa|ja[iy]sh\s+al-(?:izza|ahrar|nasr)h?|ahrar\s+al-sham|turkistan\s+islamic\s+party|fa[iy]laq\s+al-sham|fat[ah]*\s+al-mub[ie]+n(?:\s+operations\s+room)?|(?:armed|rebel)\s+factions|gunmen|mujahide+n|revolutionaries|armed\s+groups",
        r"(?:(?:فصائل|قوات|مقاتلو|مقاتلي|مسلحو|مسلحي|عناصر)\s+)?المعارضه(?:\s+المسلحه)?(?:\s+السوريه)?|(?:ال)?فصائل(?:\s+(?:ال)?(?:معارضه|مسلحه|ثوريه|مقاتله|عسكريه|جهاديه))*|الثوار|المسلح(?:ون|ين)|(?:ال)?ارهابي(?:ون|ين)|(?:ال)?(?:تنظيمات|مجموعات|جماعات|عناصر)\s+(?:ال)?(?:ارهابيه|مسلحه|جهاديه)|(?:هيئه\s+)?تحرير\s+الشام|(?:جبهه\s+)?النصره|الجبهه\s+الوطنيه(?:\s+للتحرير)?|الجيش\s+(?:السوري\s+)?(?:الوطني|الحر)|جيش\s+العزه|(?:غرفه\s+عمليات\s+)?[\"']?الفتح\s+المبين|المجاهد(?:ون|ين)|الجهادي(?:ون|ين)",
    ),
    "government": (
        r"(?:forces|troops|fighters|soldiers|units|army\s+units|militias?)\s+(?:that\s+are\s+|who\s+are\s+)?(?:loyal|allied|faithful)\s+to\s+(?:the\s+)?(?:syrian\s+)?(?:president\s+)?(?:bashar\s+)?(?:al-|el-)?(?:assad|damascus|government|regime)",
        rf"(?:pro-)(?:government|regime|assad|damascus|syrian){_MORE}|(?:the\s+)?(?:syrian\s+(?:arab\s+)?)?(?:government|regime|loyalist|army|military|state)(?:'s)?[\s-](?:and\s+allied\s+|and\s+their\s+allies\s+)?{_TROOPS}|(?:the\s+)?syrian\s+(?:arab\s+)?(?:army|armed\s+forces|military|government|regime|troops|forces|soldiers)(?:'s)?(?:\s+{_TROOPS})?|(?:bashar\s+)?(?:al-)?assad's\s+{_TROOPS}|(?:president\s+)?(?:bashar\s+)?al-assad|assad\s+(?:regime|{_TROOPS})|loyalists?(?:\s+{_TROOPS})?|(?:the\s+)?(?:regime|government)(?:'s\s+{_TROOPS})?|saa|tiger\s+forces|republican\s+guards?|(?:4th|fourth|25th)\s+(?:armou?red\s+)?division|(?:russian|russia|iran(?:ian)?)[-\s](?:backed\s+|led\s+|allied\s+)?(?:syrian\s+)?{_TROOPS}|hezbollah(?:\s+fighters)?|national\s+defen[cs]e\s+forces|ndf",
        r"قوات\s+(?:النظام|الحكومه|الاسد|الجيش|الحكومه\s+السوريه|موالي?ه\s+للنظام)(?:\s+السوري)?(?:\s+وحلفا[ؤئء]?ها)?|(?:ال)?قوات\s+(?:ال)?(?:حكوميه|سوريه|نظاميه|مواليه\s+للنظام)(?:\s+السوريه)?|(?:قوات\s+|وحدات\s+(?:من\s+)?|وحدات\s+)?الجيش(?:\s+العربي)?(?:\s+السوري)?|جيش\s+(?:النظام|الاسد)|(?:ال)?(?:ميليشيات|مليشيات|عصابات)\s+(?:النظام|الاسد|ايران|روسيا)|النظام(?:\s+السوري)?|حزب\s+الله|(?:ال)?قوات\s+(?:ال)?روسيه|الحكومه(?:\s+السوريه)?",
    ),
}  # fmt: skip

#: Forces without a name: those the text spoke of last; "the army" alone is the government's.
BARE_FORCES = (
    r"(?:the\s+|its\s+|their\s+|advancing\s+|ground\s+)*(?:troops|army|forces|fighters|soldiers|military|combatants|attackers)"
    r"|they|them|(?<!\w)(?:ال)?قوات(?!\w)"
)

#: Adjectives of a place that say who holds it.
HELD_BY = (
    r"(?P<opp>(?:rebel|opposition|insurgent|jihadist|militant|hts|islamist|extremist|terrorist|nusra)s?)"
    r"[-\s](?:held|controlled|run|occupied)"
    r"|(?P<gov>(?:regime|government|army|loyalist|state|assad|saa))[-\s](?:held|controlled|run)"
)

DIRECTION_WORDS: dict[str, str] = {
    "north": r"north(?:ern|wards?)?|شمال(?:ي|ا|يه)?",
    "south": r"south(?:ern|wards?)?|جنوب(?:ي|ا|يه)?",
    "east": r"east(?:ern|wards?)?|شرق(?:ي|ا|يه)?",
    "west": r"west(?:ern|wards?)?|غرب(?:ي|ا|يه)?",
}

#: Parts of a town, and whether they lie at its edge or its centre.
PARTS: dict[str, str] = {
    "edge": r"(?:edges?|outskirts?|entrances?|gates?|limits?|suburbs?|perimeter|fringes?|approaches|periphery|first\s+houses|boundary|doorstep)(?:\s+of)?|(?:ال)?(?:مدخل|مداخل|اطراف|مشارف|تخوم|محيط|ابواب|حدود)(?:\s+(?:ال)?(?:شمالي|جنوبي|شرقي|غربي)ه?)*",
    "centre": r"(?:(?:city|town)\s+)?(?:cent(?:re|er)|heart|middle|downtown)(?:\s+of)?|(?:ال)?(?:مركز|وسط|قلب)",
}

_TAKE_EN = (
    r"(?:re)?captur(?:e[sd]?|ing)|seiz(?:e[sd]?|ing)(?:\s+(?:back\s+)?control\s+(?:of|over))?|(?:re)?tak(?:es?|ing|en)(?:\s+(?:back|over|control\s+(?:of|over)|full\s+control\s+of|hold\s+of))*"
    r"|(?:re)?took(?:\s+(?:back|over|control\s+(?:of|over)|full\s+control\s+of))*|w(?:in(?:s|ning)?|on)\s+(?:back|control\s+of)|regain(?:s|ed|ing)?(?:\s+control\s+(?:of|over))?|liberat(?:e[sd]?|ing)|overr[au]n(?:ning|s)?|occup(?:y|ied|ies|ying)|conquer(?:ed|s|ing)?|wrest(?:ed|s|ing)?(?:\s+(?:back\s+)?control\s+of)?|reclaim(?:ed|s|ing)?|recover(?:ed|s|ing)?(?:\s+control\s+of)?|secur(?:e[sd]?|ing)(?:\s+control\s+of)?|establish(?:ed|ing)?\s+(?:full\s+)?control\s+(?:of|over)|impos(?:ed?|ing)\s+(?:full\s+)?control\s+(?:of|over)|gain(?:ed|s|ing)?\s+(?:full\s+)?control\s+(?:of|over)|captures?\s+of|(?:re)?capture|fall\s+of|seizure\s+of|recapture\s+of"
)
_HOLD_EN = r"h[eo]ld(?:s|ing)?(?!\s+(?:off|back|talks|up|out))|controls?|controlled|controlling|(?:(?:is|are|was|were|remains?|remained)\s+)?(?:still\s+)?(?:in|under)\s+(?:full\s+)?(?:the\s+)?(?:control|hands)(?:\s+of)?|retain(?:s|ed|ing)?(?:\s+control\s+(?:of|over))?|(?:in|have|has|had)\s+(?:full\s+)?control\s+(?:of|over)"
_LOSE_EN = r"los(?:e|es|t|ing)(?:\s+control\s+(?:of|over))?|withdr[ae]w(?:n|s|ing|al)?(?:\s+(?:completely|fully|entirely))?\s+from|pull(?:ed|s|ing)?\s+(?:back|out)\s+(?:of|from)|retreat(?:ed|s|ing)?\s+from|abandon(?:ed|s|ing)?|evacuat(?:ed?|ing)|ced(?:ed?|ing)|gave\s+up|driven\s+(?:out\s+of|from)|expelled\s+from"
_FALL_EN = (
    r"f(?:ell|all(?:s|en|ing)?)(?:\s+(?:to|into\s+the\s+hands\s+of|under\s+the\s+control\s+of))?"
)
_ENTER_EN = r"enter(?:s|ed|ing)?|storm(?:s|ed|ing)?|push(?:ed|es|ing)?\s+into|advanc(?:ed?|es|ing)\s+into|br(?:oke|eak(?:s|ing)?)\s+into|penetrat(?:ed?|es|ing)|mov(?:ed?|ing)\s+into"
_REACH_EN = r"reach(?:ed|es|ing)?|arriv(?:ed|es|ing)\s+(?:at|in)"
_SURROUND_EN = r"surround(?:s|ed|ing)?|encircl(?:e[sd]?|ing|ement\s+of)|besieg(?:e[sd]?|ing)|siege\s+(?:of|on|to)|cut(?:s|ting)?\s+off|isolat(?:e[sd]?|ing)|trap(?:s|ped|ping)?|ring(?:ed|ing)"
_CUT_EN = r"cut(?:s|ting)?|sever(?:ed|s|ing)?|block(?:ed|s|ing)?"
_OPEN_EN = r"reopen(?:ed|s|ing)?|clear(?:ed|s|ing)?"
_REPEL_EN = r"repel(?:led|s|ling)?|repuls(?:ed?|ing)|thwart(?:ed|s|ing)?|foil(?:ed|s|ing)?|fend(?:ed|s|ing)?\s+off"

#: What a verb says of a place: name, English, Arabic.
CONTROL_VERBS: dict[str, tuple[str, str]] = {
    "surround": (
        _SURROUND_EN,
        r"(?:و|ل|ف)?(?:حاصر(?:ت|وا)?|[يت]حاصر|طوق(?:ت|وا)?|[يت]طوق|تطويق|محاصر(?:ه|ا)?|حصار|عزل(?:ت)?|محاصره\s+بالكامل)",
    ),
    "lose": (
        _LOSE_EN,
        r"(?:و|ل|ف)?(?:انسحب(?:ت|وا)?|[يت]نسحب|انسحاب|خسر(?:ت)?|فقد(?:ت)?|تراجع(?:ت)?)(?=\s)",
    ),
    "fall": (_FALL_EN, r"(?:و|ف)?(?:سقط(?:ت)?|سقوط|[يت]سقط)"),
    "take": (
        _TAKE_EN,
        r"(?:و|ل|ف)?(?:(?:سيطر(?:ت|وا)?|السيطره|سيطره|سيطرته(?:ا|م)?|[يت]سيطر)|(?:است)?عاد(?:ت|وا)?|استعاده|[يت]ستعيد|حرر(?:ت|وا)?|[يت]حرر|تحرير(?!\s+الشام)|استول(?:ي|ت)|انتزع(?:ت)?)",
    ),
    "hold": (_HOLD_EN, r"(?:و)?(?:تحت\s+سيطره|بيد|بايدي|في\s+قبضه|(?:ال)?خاضعه?\s+ل(?:سيطره)?)"),
    "enter": (_ENTER_EN, r"(?:و|ل|ف)?(?:دخل(?:ت|وا)?|دخول|[يت]دخل|اقتحم(?:ت)?|اقتحام|توغل(?:ت)?)"),
    "reach": (
        _REACH_EN,
        r"(?:و|ل|ف)?(?:وصل(?:ت|وا)?(?:\s+الي)?|[يت]صل\s+الي|الوصول\s+الي|بلغ(?:ت)?(?!\s+المساف))",
    ),
    "cut": (_CUT_EN, r"(?:و|ل|ف)?(?:قطع(?:ت|وا)?|[يت]قطع)"),
    "reopen": (_OPEN_EN, r"(?:و|ل|ف)?(?:(?:اعاد(?:ت)?\s+)?فتح(?:ت)?)"),
    "repel": (_REPEL_EN, r"(?:و|ف)?(?:صد(?:ت)?|تصد(?:ت|ي)\s*ل?|احبط(?:ت)?)"),
}

#: What makes a sentence no statement of fact, in the words before its verb.
NOT_FACT: dict[str, str] = {
    "denial": r"\b(?:not|n't|never|denied|denies|denying|no\s+longer|failed\s+to|fails\s+to|unable\s+to|without|yet\s+to)\b|(?<!\w)(?:لم|لن|نفت|نفي|ينفي|تنفي|فشل(?:ت)?|دون)(?!\w)(?!\s+(?:يعد|تعد|يبق))",
    "aim": r"\b(?:aims?|aimed|aiming|bid|attempts?|attempted|attempting|tr(?:y|ies|ied|ying)|seek(?:s|ing)?|sought|want(?:s|ed|ing)?|plan(?:s|ned|ning)?|intend(?:s|ed|ing)?|hop(?:es?|ed|ing)|goal|objective|vow(?:s|ed)?|in\s+order\s+to|so\s+as\s+to|coveted|prepar(?:es?|ing|ed)\s+to|push\s+to|fight(?:s|ing)?\s+to|to\s+try)\b|(?<!\w)(?:ب?هدف|[يت]هدف|[يت]سعي|[يت]حاول|محاول(?:ه|ات)|من\s+اجل|[يت]عتزم|[يت]خطط|سعيا|بغيه|[يت]ريد)(?!\w)",
    "prediction": r"\b(?:would|could|may|might|will|shall|should|if|threat(?:en(?:s|ed|ing)?|s)?|expected|likely|about\s+to|poised|looms?|soon|likelihood|possible|possibly|feared|prospect)\b|(?<!\w)(?:سوف|قد|ربما|اذا|لو|[يت]هدد|من\s+المتوقع|يتوقع|احتمال)(?!\w)|(?<!\w)س[يت]\w+",
}

#: Nearness in words that no ruler can test.
VAGUE_DISTANCES = (
    r"(?:a\s+)?stone'?s'?\s+throw|(?:on|at)\s+(?:the|its)\s+(?:very\s+)?(?:doorsteps?|gates)|within\s+(?:sight|range|striking\s+distance|reach|earshot|firing\s+range|artillery\s+range)\s+of"
    r"|(?:a\s+)?(?:short|walking|driving)\s+(?:distance|walk|drive|way)\s+(?:from|of|away)|\d+[\s-]minutes?'?(?:\s+(?:drive|walk))?\s+from|(?:an|one)\s+hour'?s?(?:\s+(?:drive|walk))?\s+from|a\s+few\s+minutes(?:'?\s+(?:drive|walk))?\s+from|hair'?s\s+breadth"
    r"|(?<!\w)(?:مرمي\s+(?:حجر|نيران|النيران)|قاب\s+قوسين|علي\s+(?:ابواب|مشارف|تخوم)|علي\s+بعد\s+(?:خطوات|دقائق|امتار\s+قليله))"
)

#: Ends by which the press calls a highway whose own name does not list them.
ROAD_ENDS: dict[str, tuple[frozenset[str], ...]] = {
    "m4": (frozenset({"Aleppo", "Latakia"}),),
}

#: Why forces seem to be somewhere, when it is no force that the sentence places there.
NO_FORCE = (
    r"\b(?:clash(?:es|ed)?|fighting|battles?|shell(?:s|ing|ed)|air\s?strikes?|raids?|bombard(?:ment|ed)|explosions?"
    r"|rockets?|missiles?|drones?|camps?|civilians|displaced|hospital|school|market|family|families)\b"
    r"|(?<!\w)(?:ال)?(?:اشتباكات|معارك|قصف|غارات|غاره|انفجار|صواريخ|مخيم|مدنيين|نازحين)(?!\w)"
)
