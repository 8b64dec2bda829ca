"""A parser of English that finds other ends of a claim makes it one that is read in two ways.

The parses are written by hand, in the labels of ClearNLP and of Universal Dependencies, so that no
model is needed: of each word its text, the number of the word it depends on (from 1), the label
and the tag.
"""

from __future__ import annotations

import random
from datetime import date
from types import SimpleNamespace

import pytest
from forked_command import run_forked
from invented_land import LAND
from typer.testing import CliRunner

from frontline.claims import checker
from frontline.claims.claim_table import claim_rows
from frontline.claims.overrides import Override
from frontline.claims.reader import dependency_parser
from frontline.claims.reader.chunker import Sentence
from frontline.claims.reader.dependency_parser import ParsedWord, find_parser, parser_notice
from frontline.claims.reader.parse_tree import ParseTree
from frontline.claims.serialize import check_json
from frontline.cli import app
from frontline.cli.text import check_lines
from frontline.errors import InvalidRequestError
from frontline.webmap.report.arabic_reasons import ArabicReasons
from frontline.webmap.report.report import render

DAY = date(2019, 8, 24)
CAPTURED = "Syrian troops captured Morek near Kafr Zita."
#: The parse that the sentence should have, and one with "Zita" as the object.
RIGHT = {
    "ClearNLP": "Syrian 2 amod JJ|troops 3 nsubj NNS|captured 3 ROOT VBD|Morek 3 dobj NNP"
    "|near 3 prep IN|Kafr 7 compound NNP|Zita 5 pobj NNP|. 3 punct .",
    "Universal Dependencies": "Syrian 2 amod JJ|troops 3 nsubj NNS|captured 3 root VBD"
    "|Morek 3 obj NNP|near 7 case IN|Kafr 7 compound NNP|Zita 3 obl NNP|. 3 punct .",
}
OTHER = {
    "ClearNLP": RIGHT["ClearNLP"].replace("Morek 3 dobj", "Morek 3 npadvmod").replace(
        "Zita 5 pobj", "Zita 3 dobj"
    ),
    "Universal Dependencies": RIGHT["Universal Dependencies"].replace(
        "Morek 3 obj", "Morek 3 vocative"
    ).replace("Zita 3 obl", "Zita 3 obj"),
}  # fmt: skip


def words_of(parse, text, start=0):
    """Place the words of a parse in a text."""
    words, at = [], 0
    for row in parse.split("|"):
        word, head, label, tag = row.split(" ")
        at = text.index(word, at)
        words.append(
            ParsedWord(start + at, start + at + len(word), word, int(head) - 1, label, tag)
        )
        at += len(word)
    return words


class ByHand:
    """A parser that returns one parse for each sentence it is made for."""

    name = "by_hand 1"

    def __init__(self, parses):
        self.parses = parses

    def parse(self, text, start=0):
        return words_of(self.parses[text], text, start)


@pytest.fixture(scope="module")
def desk(atlas):
    return checker.Checker(atlas)


@pytest.fixture
def read(desk, monkeypatch):
    """Check a sentence with a parse written by hand."""

    def check(text, parse, **options):
        parser = ByHand({text: parse})
        monkeypatch.setattr(checker, "find_parser", lambda _: parser)
        return desk.check(text, DAY, **options)

    return check


@pytest.mark.parametrize("labels", RIGHT)
def test_a_claim_is_judged_if_the_parse_has_the_same_ends(read, labels):
    result = read(CAPTURED, RIGHT[labels])
    assert [one.claim.second for one in result.findings] == [None] * len(result.findings)
    assert result.findings[0].verdict.word == "supported"
    assert result.parser == "by_hand 1"


@pytest.mark.parametrize("labels", OTHER)
def test_a_claim_with_another_target_in_its_parse_is_not_judged(read, labels):
    finding = read(CAPTURED, OTHER[labels]).findings[0]
    assert finding.claim.target.id == "morek"
    assert [one.id for one in finding.claim.second.targets] == ["kafr-zita"]
    assert finding.claim.second.subjects == ()
    assert finding.verdict.word == "cannot tell"
    assert finding.verdict.reason.startswith(
        "Read in two ways, so it is not judged: a parser finds Kafr Zita as the target, not Morek."
    )
    assert finding.fragility == ()


#: Sentences, a parse with the ends that the desk reads, and one with another subject or target.
PAIRS = {
    "passive": (
        "Morek was retaken by rebels as troops left Hama.",
        (
            "Morek 3 nsubjpass NNP|was 3 auxpass VBD|retaken 3 ROOT VBN|by 3 agent IN"
            "|rebels 4 pobj NNS|as 8 mark IN|troops 8 nsubj NNS|left 3 advcl VBD|Hama 8 dobj NNP"
            "|. 3 punct ."
        ),
        ("rebels 4 pobj", "rebels 8 dep", "troops 8 nsubj", "troops 4 pobj"),
        ((), ()),
    ),
    "passive, other agent": (
        "Morek was seized by rebels and Syrian soldiers left.",
        (
            "Morek 3 nsubj:pass NNP|was 3 aux:pass VBD|seized 3 root VBN|by 5 case IN"
            "|rebels 3 obl:agent NNS|and 8 cc CC|Syrian 8 amod JJ|soldiers 9 nsubj NNS"
            "|left 3 conj VBD|. 3 punct ."
        ),
        ("rebels 3 obl:agent", "rebels 9 dep", "by 5 case", "by 8 case", "soldiers 9 nsubj",
         "soldiers 3 obl:agent"),
        (("government",), ()),
    ),
    "distance": (
        "Rebels are four kilometres from Morek, not Kafr Zita.",
        (
            "Rebels 2 nsubj NNS|are 2 ROOT VBP|four 4 nummod CD|kilometres 2 attr NNS"
            "|from 4 prep IN|Morek 5 pobj NNP|, 2 punct ,|not 10 neg RB"
            "|Kafr 10 compound NNP|Zita 2 dep NNP|. 2 punct ."
        ),
        ("Morek 5 pobj", "Morek 2 dep", "Zita 2 dep", "Zita 5 pobj"),
        (("opposition",), ("kafr-zita",)),
    ),
    "distance, Universal Dependencies": (
        "Rebels are five kilometres from Morek, not Kafr Zita.",
        (
            "Rebels 4 nsubj NNS|are 4 cop VBP|five 4 nummod CD|kilometres 4 root NNS|from 6 case IN"
            "|Morek 4 nmod NNP|, 4 punct ,|not 10 advmod RB|Kafr 10 compound NNP|Zita 4 dep NNP"
            "|. 4 punct ."
        ),
        ("Morek 4 nmod", "Morek 4 dep", "from 6 case", "from 10 case", "Zita 4 dep", "Zita 4 nmod"),
        (("opposition",), ("kafr-zita",)),
    ),
    "relative clause": (
        "Rebels left Hama, which the army holds.",
        (
            "Rebels 2 nsubj NNS|left 2 ROOT VBD|Hama 2 dobj NNP|, 3 punct ,|which 8 dobj WDT"
            "|the 7 det DT|army 8 nsubj NN|holds 3 relcl VBZ|. 2 punct ."
        ),
        ("Rebels 2 nsubj", "Rebels 8 nsubj", "army 8 nsubj", "army 2 nsubj"),
        (("opposition",), ()),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", PAIRS)
def test_ends_are_found_in_the_parse(read, kind):
    text, parse, changes, (subjects, targets) = PAIRS[kind]
    found = read(text, parse).findings
    assert found
    assert [one.claim.second for one in found] == [None] * len(found)
    other = parse
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        assert old in other
        other = other.replace(old, new)
    seconds = [one.claim.second for one in read(text, other).findings]
    seconds = [one for one in seconds if one is not None]
    if not subjects:
        assert seconds == []  # "troops" are whose the text does not say: not clear
        return
    assert [one.id for one in seconds[0].subjects] == list(subjects)
    assert [one.id for one in seconds[0].targets] == list(targets)


def test_they_that_may_be_either_of_two_sides_are_not_judged(read):
    text = "Rebels cut an army route once they had captured Morek."
    parse = (
        "Rebels 2 nsubj NNS|cut 2 ROOT VBD|an 5 det DT|army 5 compound NN|route 2 dobj NN"
        "|once 9 mark IN|they 9 nsubj PRP|had 9 aux VBD|captured 2 advcl VBN|Morek 9 dobj NNP"
        "|. 2 punct ."
    )
    result = read(text, parse)
    assert [one.claim.verb for one in result.findings if one.claim.verb == "take"] == []
    assert any("'they'" in words.reason for words in result.not_understood)


def test_a_list_that_the_parse_ends_early_is_no_second_reading(read):
    text = "The Syrian army captured Morek, Kafr Zita and the village of Lahaya."
    parse = (
        "The 3 det DT|Syrian 3 amod JJ|army 4 nsubj NN|captured 4 ROOT VBD|Morek 4 dobj NNP"
        "|, 4 punct ,|Kafr 8 compound NNP|Zita 4 dep NNP|and 8 cc CC|the 11 det DT"
        "|village 4 dep NN|of 4 dep IN|Lahaya 4 dep NNP|. 4 punct ."
    )
    found = read(text, parse).findings
    assert [one.claim.target.id for one in found][:2] == ["morek", "kafr-zita"]
    assert [one.claim.second for one in found] == [None] * 3


def test_any_tree_is_read_and_only_names_of_the_sentence_are_found(desk):
    chance = random.Random(7)  # noqa: S311 - examples, not secrets
    known = {row.split(" ")[2] for pair in PAIRS.values() for row in pair[1].split("|")}
    known |= {"conj", "acl", "xcomp", "appos", "nmod:poss", "pcomp", "advcl", "relcl"}
    labels, tags = sorted(known), ["VBD", "NNP", "VBN", "IN"]
    texts = [CAPTURED, *(pair[0] for pair in PAIRS.values())]
    found = 0
    for _ in range(200):
        text = chance.choice(texts)
        words = text.replace(".", " .").replace(",", " ,").split()
        parse = "|".join(
            f"{word} {chance.randint(1, number)} {chance.choice(labels)} {chance.choice(tags)}"
            for number, word in enumerate(words, 1)
        )
        for claim in desk.reader.read(text, DAY, lambda: ByHand({text: parse})).claims:  # noqa: B023
            second = claim.second
            named = () if second is None else (*second.subjects, *second.targets)
            assert all(one.words.split()[0] in text for one in named)
            found += second is not None
    assert found


@pytest.mark.parametrize("label", ["conj", "prep"])
def test_a_chain_of_any_length_is_read(label):
    words = [ParsedWord(4 * n, 4 * n + 3, "and", max(0, n - 1), label) for n in range(1500)]
    tree = ParseTree(Sentence(0, 6000, []), words)
    assert tree.named(0, "PLACE") == []


def test_an_arabic_sentence_is_not_compared(read):
    result = read("سيطر الجيش السوري على مورك", "")
    assert result.findings[0].claim.second is None
    assert result.parser is None


# The report -----------------------------------------------------------------------------------


@pytest.fixture
def two_ways(read):
    return read(CAPTURED, OTHER["ClearNLP"])


def test_both_readings_are_in_the_report(atlas, two_ways):
    answer = check_json(two_ways, atlas)
    assert answer["parser"] == "by_hand 1"
    claim = answer["claims"][0]
    assert claim["reading"]["target"] == "morek"
    assert claim["reading"]["second"] == {
        "parser": "by_hand 1", "subjects": [], "targets": ["kafr-zita"],
    }  # fmt: skip
    assert "Kafr Zita as the target, not Morek" in next(claim_rows(answer))["why"]
    assert any("Read in two ways" in line for line in check_lines(two_ways, atlas))
    for language, label in (("en", "Target, by a parser"), ("ar", "الهدف بحسب محلل نحوي")):
        page = render(two_ways, atlas, (), language)
        assert f"<dt>{label}</dt><dd><bdi>Kafr Zita" in page


def test_the_reason_has_an_arabic_form(atlas, two_ways):
    arabic = ArabicReasons(atlas).reason(two_ways.findings[0].verdict.reason)
    assert arabic.startswith("قُرئ بطريقتين")
    assert "كفرزيتا" in arabic


def test_a_person_who_corrects_the_reading_decides(read):
    override = Override(1, "captured Morek", target="morek")
    finding = read(CAPTURED, OTHER["ClearNLP"], overrides=(override,)).findings[0]
    assert finding.claim.second is None
    assert finding.verdict.word == "supported"


# The parser -----------------------------------------------------------------------------------


def _parse_by_hand(doc):
    for token, word in zip(doc, words_of(OTHER["ClearNLP"], CAPTURED), strict=True):
        token.head, token.dep_, token.tag_ = doc[word.head], word.label, word.tag
    return doc


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory):
    """Return the folder of a pipeline of spaCy whose parser returns the parse by hand."""
    import spacy  # by one worker of the suite, as it takes long

    spacy.Language.component("frontline_test_parser", func=_parse_by_hand)
    nlp = spacy.blank("en", meta={"name": "by_hand", "version": "1.2.3"})
    nlp.add_pipe("frontline_test_parser", name="parser")
    folder = tmp_path_factory.mktemp("pipelines")
    nlp.to_disk(folder / "en_by_hand")
    spacy.blank("en").to_disk(folder / "en_no_parser")
    (folder / "en_broken").mkdir()
    return folder


@pytest.fixture(autouse=True)
def forget():
    yield
    dependency_parser._first_installed.cache_clear()  # noqa: SLF001 - as in a new process


def test_the_parse_of_spacy_is_read_as_it_is(pipeline):
    parser = find_parser(str(pipeline / "en_by_hand"))
    assert parser.name == "en_by_hand 1.2.3"
    assert parser.parse(CAPTURED, 40) == words_of(OTHER["ClearNLP"], CAPTURED, 40)


def test_the_command_compares_with_a_pipeline_that_is_named(pipeline):
    command = ["check", CAPTURED, "--published", str(DAY), "--parser"]
    named = CliRunner().invoke(app.app, [*command, str(pipeline / "en_by_hand")])
    assert "Read in two ways" in named.output
    assert "Read in two ways" not in CliRunner().invoke(app.app, [*command, "none"]).output
    again = CliRunner().invoke(app.app, [*command, str(pipeline / "en_by_hand")])
    assert (named.output == again.output) is True


@pytest.mark.parametrize(
    ("name", "why"),
    [("en_broken", "cannot be loaded"), ("en_no_parser", "has no parser"), ("gone", "cannot be")],
)
def test_a_pipeline_that_is_named_and_cannot_be_used_is_refused(pipeline, name, why):
    with pytest.raises(InvalidRequestError, match=why):
        find_parser(str(pipeline / name))


def installed(monkeypatch, pipeline, *names):
    """Install pipelines under names; each is a folder."""
    points = [SimpleNamespace(name=name) for name in names]
    monkeypatch.setattr(dependency_parser, "entry_points", lambda group: points if group else ())
    monkeypatch.chdir(pipeline)


def test_the_first_english_pipeline_with_a_parser_is_taken(monkeypatch, pipeline):
    assert find_parser("none") is None
    installed(monkeypatch, pipeline, "xx_other", "en_no_parser", "en_by_hand")
    assert find_parser().name == "en_by_hand 1.2.3"
    assert parser_notice() == ""


def test_it_is_said_once_that_spacy_has_no_pipeline_or_a_broken_one(monkeypatch, pipeline, atlas):
    installed(monkeypatch, pipeline, "xx_other")
    assert parser_notice() == ""  # nothing was looked for yet
    output = CliRunner().invoke(app.app, ["check", CAPTURED, "--published", str(DAY)]).output
    assert output.count("no English pipeline with a parser") == 1
    assert "python -m spacy download" in output
    dependency_parser._first_installed.cache_clear()  # noqa: SLF001 - as above
    installed(monkeypatch, pipeline, "en_broken", "en_core_web_sm")
    assert checker.check(atlas, CAPTURED, DAY).parser is None
    assert "'en_core_web_sm' cannot be loaded" in parser_notice()


def test_without_spacy_the_rules_read_alone(monkeypatch, atlas):
    monkeypatch.setattr(dependency_parser.importlib.util, "find_spec", lambda _: None)
    result = checker.check(atlas, CAPTURED, DAY)
    assert (result.parser, parser_notice()) == (None, "")
    assert result.findings[0].verdict.word == "supported"
    dependency_parser._named.cache_clear()  # noqa: SLF001 - as above
    with pytest.raises(InvalidRequestError, match=r"frontline-mapper\[parse\]"):
        find_parser("en_core_web_sm")


def test_spacy_is_imported_only_to_compare():
    code = (
        f"import sys, frontline; atlas = frontline.open({str(LAND)!r});"
        "one = atlas.check('South forces took Elm.', published='2001-01-04', parser='none');"
        "other = atlas.check('تبعد بيرش 11 كم عن Elm.', published='2001-01-04');"
        "print(len(one.findings), len(other.findings), 'spacy' in sys.modules)"
    )
    assert run_forked("--version", before=code)["stdout"].splitlines()[0] == "1 1 False"
