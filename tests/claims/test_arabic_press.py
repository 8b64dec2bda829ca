"""Kinds of Arabic press sentences that were read wrongly, each in words of its own."""

from __future__ import annotations

from datetime import date

from reading_score import not_listed, read_otherwise

#: A day, a sentence, and the claims it states.
READ = {
    "men of a force": (
        "2020-02-29",
        "اقتحم عناصر من الفصائل مدينة سراقب قبل أن تقصفها طائرات الجيش.",
        ["control opposition enter saraqib 29.02"],
    ),
    "a feminine verb behind a masculine force": (
        "2020-02-25",
        "اجتازت فصائل المعارضة خطوط الجيش في النيرب واقتحمتها مساء.",
        ["control opposition enter al-nayrab 25.02"],
    ),
    "another side counts too": (
        "2020-01-29",
        "خسرت الفصائل حيش، وسيطر الجيش بالمقابل على سبع قرى بينها بابيلا.",
        [
            "control opposition lose hish 29.01",
            "count government take 7 29.01",
            "control government take babila 29.01",
        ],
    ),
    "was the last of a number": (
        "2020-01-29",
        "سيطر الجيش على 12 بلدة وقرية وتلة في ريف إدلب، كانت آخرها بلدة حيش.",
        ["count government take 12 29.01", "control government take hish 29.01"],
    ),
    "back in their hands, behind an aside": (
        "2020-01-29",
        "حيش، التي كانت بلدة هادئة قبل الحرب، عادت ليل أمس إلى قبضة الجيش.",
        ["control government hold hish"],
    ),
    "fell one by one": (
        "2020-02-17",
        "تتساقط عندان وحريتان أمام الجيش.",
        ["control fall anadan 17.02", "control fall haritan 17.02"],
    ),
    "on repeated behind a direction": (
        "2020-01-29",
        "سيطر الجيش على حيش جنوب معرة النعمان وعلى بابيلا.",
        [
            "control government take hish 29.01",
            "control government take babila 29.01",
            "direction hish maarat-al-numan south 29.01",
        ],
    ),
    "a road before another word, and it": (
        "2020-02-12",
        "عاد طريق دمشق حلب السريع إلى العمل بعدما أتم الجيش السيطرة عليه.",
        ["control government take m5 12.02"],
    ),
    "days after a deed": (
        "2020-02-12",
        "بعد ثلاثة أيام من دخوله العيس، استأنف الجيش قصف الأتارب.",
        ["control government enter al-eis 09.02"],
    ),
    "the day after a deed": (
        "2020-02-12",
        "فتح الجيش طريقا للمدنيين غداة سيطرته على خان العسل.",
        ["control government take khan-al-asal 11.02"],
    ),
    "towns named behind what they were": (
        "2020-02-17",
        "استعاد الجيش كافة البلدات التي خرجت منها القذائف، وهي عندان وحريتان.",
        ["control government take anadan 17.02", "control government take haritan 17.02"],
    ),
    "went out of control": (
        "2020-02-17",
        "خرجت بلدتا عندان وحريتان من سيطرة المعارضة.",
        ["control opposition lose anadan 17.02", "control opposition lose haritan 17.02"],
    ),
    "the city among villages": (
        "2020-02-26",
        "الجيش قرب مدينة كفرنبل، وقد سيطر على معرزيتا وبسقلا، ويفصله عن المدينة 2 كم.",
        [
            "control government take bisaqla 26.02",
            "control government take maar-zita 26.02",
            "distance government kafr-nabl 2 26.02",
        ],
    ),
    "the distance shrunk to": (
        "2020-02-13",
        "قلص الجيش المسافة التي تفصله عن الأتارب إلى 6 كيلومترات.",
        ["distance government al-atarib 6 13.02"],
    ),
    "so far separate them": (
        "2020-02-13",
        "الجيش يتقدم غرب حلب: 7 كيلومترات تفصله عن الأتارب من جهة الشرق.",
        ["distance government al-atarib 7 east 13.02"],
    ),
    "a direction behind the length": (
        "2020-02-13",
        "تبعد سرمين عن إدلب نحو 7 كم شرقا.",
        ["distance sarmin idlib 7 east 13.02"],
    ),
    "two ends of a range": (
        "2020-02-13",
        "الجيش على بعد كيلومترين أو ثلاثة كيلومترات من الأتارب.",
        ["distance government al-atarib 2.5 13.02"],
    ),
    "so far from holding a road": (
        "2020-02-09",
        "لا تفصل الجيش عن إكمال السيطرة على الطريق M5 سوى 9 كيلومترات جنوب حلب.",
        ["length government remain m5 9 09.02"],
    ),
    "men of a force, from which they withdrew": (
        "2020-02-10",
        "قصف الجيش العيس التي انسحب منها مقاتلو المعارضة أمس.",
        ["control opposition lose al-eis 09.02"],
    ),
    "no change of control": (
        "2020-02-10",
        "لا تغيير في سيطرة المعارضة على أريحا.",
        ["control opposition hold ariha 10.02"],
    ),
    "a supply line of the other side": (
        "2020-02-10",
        "قطع الجيش خطوط إمداد المعارضة نحو حلب بعد دخوله العيس والزربة.",
        ["control government enter al-eis 10.02", "control government enter al-zarbah 10.02"],
    ),
    "a loss, and a force of another clause": (
        "2020-02-25",
        "أقر ناشطون بخسارة حزارين، قائلين إن القصف دمرها قبل أن يصلها الجيش.",
        ["control lose hazarin 25.02"],
    ),
    "both of them": (
        "2020-02-10",
        "انسحبت الفصائل من العيس والزربة، ودخلهما الجيش.",
        [
            "control opposition lose al-eis 10.02",
            "control opposition lose al-zarbah 10.02",
            "control government enter al-eis 10.02",
            "control government enter al-zarbah 10.02",
        ],
    ),
    "the town fell, in this order": (
        "2019-12-23",
        "قال ناشط إن جرجناز وأبو مكي سقطتا.",
        ["control fall abu-makki 23.12", "control fall jarjanaz 23.12"],
    ),
    "a few kilometres": (
        "2020-02-13",
        "صار الجيش على بعد كيلومترات قليلة من الأتارب.",
        ["distance government al-atarib 3 13.02"],
    ),
    "a hill, which they hold": (
        "2019-05-05",
        "وصلت تعزيزات إلى محيط تل عثمان الذي تسيطر عليه الفصائل.",
        ["control opposition hold tal-othman 05.05"],
    ),
    "for they have": (
        "2020-02-14",
        "انتهت المعركة، فقد انتزع الجيش الأتارب وأورم الكبرى.",
        ["control government take al-atarib 14.02", "control government take urum-al-kubra 14.02"],
    ),
    "subject to a force": (
        "2020-03-05",
        "تبعد النيرب تسعة كيلومترات عن إدلب المدينة، وهي خاضعة للنظام منذ أيام.",
        ["distance al-nayrab idlib 9 05.03", "control government hold al-nayrab 05.03"],
    ),
    "a word that a name could end": (
        "2020-02-12",
        "تم فتح طريق دمشق حلب للسيارات.",
        ["control reopen m5 12.02"],
    ),
}

#: A day, a sentence that states nothing that can be checked, and a part of the reason.
UNREAD = {
    "another force enters": (
        "2020-03-04", "قصف الجيش ريف حلب، ودخلت بلدة الزربة دوريات روسية.", "does not agree",
    ),
    "a force that was not read": (
        "2020-02-28", "قصف الجيش النيرب، ثم سيطر أبناء المنطقة على سراقب.", "was not read",
    ),
    "the villages around it": (
        "2019-12-23", "سيطر الجيش على القرى القريبة من جرجناز وسقطت التلال المحيطة بها.",
        "where something",
    ),
    "to the quarters of a town": (
        "2020-02-10", "انسحبت الفصائل إلى الأحياء الغربية من خان العسل.", "where they withdrew to",
    ),
    "what is considered a key": (
        "2020-02-10", "تعتبر السيطرة على العيس خطوة نحو فتح الطريق.", "whether it was done",
    ),
    "control that did not last": (
        "2020-02-25", "لم تستمر سيطرة الفصائل على النيرب طويلا.", "before",
    ),
    "people who entered": (
        "2020-02-28", "قصف الجيش سراقب ودخل أهالي المنطقة بلدة النيرب.", "was not read",
    ),
    "not accurate": (
        "2020-02-02", "ما أعلنه الجيش عن استعادة حيش غير صحيح.", "whether it was done",
    ),
    "the old road": (
        "2020-02-12", "سيطر الجيش على الطريق M5 القديم.", "which road",
    ),
    "a force of another clause": (
        "2020-02-12", "يدخل الطريق M5 الخدمة بعد أن أنهى الجيش إصلاحه.", "who did it",
    ),
}  # fmt: skip


def test_kinds_of_arabic_sentences_are_read(checker):
    wrong = read_otherwise(checker, READ)
    assert wrong == [], wrong


def test_what_somebody_else_did_is_listed_with_the_reason(checker):
    wrong = not_listed(checker, UNREAD)
    assert wrong == [], wrong


def test_the_city_is_not_the_village_named_before_it(checker):
    text = "طوق الجيش بلدة بابيلا شرق سراقب واكتمل الطوق حول المدينة."
    surrounded = {
        one.claim.target.id
        for one in checker.check(text, date(2020, 1, 29)).findings
        if one.claim.kind == "encirclement"
    }
    assert surrounded == {"babila", "saraqib"}


def test_what_nobody_could_verify_is_not_called_contradicted(checker):
    text = "أعلنت الفصائل استعادتها خان شيخون{}."
    verdicts = [
        checker.check(text.format(more), date(2020, 1, 5)).findings[0].verdict.word
        for more in ("", " دون أن تتمكن رويترز من التحقق من ذلك")
    ]
    assert verdicts == ["contradicted", "cannot tell"]
