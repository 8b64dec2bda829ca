"""Words of units and comparators in press English and press Arabic, as tables."""

# ruff: noqa: E501 - patterns are tables, a line each
from __future__ import annotations

__all__ = ["AFTER_AR", "AFTER_EN", "BEFORE_AR", "BEFORE_EN", "DUALS", "UNITS_AR", "UNITS_EN"]

UNITS_EN = {
    "km2": r"(?:sq\.?|square)[\s-]*(?:kilomet(?:er|re)s?|kms?)|km\s?(?:2|²|\^2)|kms?\s+sq(?:uared?)?\b",
    "mi2": r"(?:sq\.?|square)[\s-]*mi(?:les?)?",
    "ha": r"hectares?",
    "km": r"kilomet(?:er|re)s?|kms?|klicks?|kilometric",
    "mi": r"miles?|mi",
    "yd": r"yards?|yds?",
    "m": r"met(?:er|re)s?|m(?!\s*(?:people|dollars|usd|civilians|syrians))",
}
UNITS_AR = {
    "km2": r"كيلو\s?مترا?(?:ات)?\s+مربعا?ه?|ك\.?ل?\.?م\s?(?:2|²|مربعا?)",
    "km": r"كيلو\s?متر(?:ا(?!ت)|ات)?|كيلوات|كيلو|كلم|ك\.م|كم",
    "mi": r"ميلا?|اميال",
    "yd": r"ياردا?ه?|ياردات",
    "m": r"مترا?|امتار|م(?![\w'])",
}
DUALS = {"كيلومترين": "km", "كيلومتران": "km", "كيلومتري": "km", "ميلين": "mi", "ميلان": "mi"}
DUALS |= {"كيلو مترين": "km", "كيلو متران": "km", "مترين": "m", "متران": "m"}


BEFORE_EN = {
    "just over": r"just\s+over|slightly\s+(?:over|more\s+than)|a\s+little\s+(?:over|more\s+than)",
    "nearly": r"nearly|almost|close\s+to|just\s+(?:under|less\s+than)|slightly\s+(?:under|less\s+than)|not\s+quite",
    "less than": r"(?:less|fewer)\s+than|under|below|closer\s+than|inside",
    "up to": r"up\s+to|at\s+(?:the\s+)?most|a\s+maximum\s+of|(?:no|not)\s+more\s+than|(?:no|not)\s+further\s+than|as\s+much\s+as|maximum",
    "within": r"within",
    "at least": r"at\s+least|(?:no|not)\s+less\s+than|a\s+minimum\s+of|minimum",
    "more than": r"more\s+than|over|greater\s+than|above|upwards\s+of|in\s+excess\s+of|further\s+than",
    "about": r"about|around|some|roughly|approximately|approx\.?|circa|ca\.?|an\s+estimated|estimated|~|≈|maybe|perhaps|probably|in\s+the\s+region\s+of",
    "exact": r"only|just|barely|merely|a\s+mere|mere|exactly|precisely|scarcely|hardly|as\s+little\s+as|as\s+close\s+as|another|a\s+further|the\s+(?:last|remaining|final)|an?\s+additional",
}
BEFORE_AR = {
    "nearly": r"ما\s+يقارب\s+من|اقل\s+بقليل\s+من",
    "less than": r"ب?اقل\s+من|دون(?:\s+ال)?|ما\s+دون|تقل\s+عن|يقل\s+عن",
    "up to": r"(?:ما\s+)?لا\s+[يت](?:زيد|تجاوز|تعدي)(?:\s+(?:عن|علي))?|(?:ل?[يت]صل|ت?صل)\s+الي|حتي|كحد\s+اقصي",
    "at least": r"ما\s+لا\s+يقل\s+عن|لا\s+[يت]قل\s+عن",
    "more than": r"ب?اكثر\s+من|ازيد\s+من|ما\s+يزيد\s+(?:عن|علي)|ما\s+يربو\s+علي|[يت]زيد\s+(?:عن|علي)|فوق",
    "about": r"ب?نحو|ب?حوالي|قرابه|ما\s+يقارب|زهاء|تقريبا|ب?ما\s+يقدر\s+ب|ما\s+يقرب\s+من|بحدود|بنحو",
    "exact": r"فقط|سوي|الا|مجرد",
}
AFTER_EN = {
    "about": r"\s*(?:or\s+so|or\s+thereabouts|approximately|approx\.?)\b",
    "up to": r"\s*(?:or\s+less|at\s+(?:the\s+)?most)\b",
    "at least": r"\s*(?:or\s+more|at\s+(?:the\s+)?least)\b",
}
AFTER_AR = {
    "about": r"\s*تقريبا(?!\w)",
    "up to": r"\s*(?:علي\s+الاكثر|او\s+اقل|كحد\s+اقصي)",
    "at least": r"\s*(?:علي\s+الاقل|او\s+اكثر)",
}
