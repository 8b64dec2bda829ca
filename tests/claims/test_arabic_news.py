"""Kinds of sentences of Arabic news sites, each in words of its own: what is read, and what not."""

from __future__ import annotations

from reading_score import not_listed, read_otherwise, written

#: A day, a text, and the claims it states.
READ = {
    "attempts of its forces to regain control": (
        "2020-02-25",
        "يأتي القصف مع محاولات قواته استعادة السيطرة على قرية النيرب.",
        ["control take al-nayrab 25.02 aim"],
    ),
    "an operation to regain control": (
        "2020-02-28",
        "أطلق الجيش حملة لاسترجاع السيطرة على سراقب.",
        ["control government take saraqib 28.02 aim"],
    ),
    "managed to regain control": (
        "2020-02-28",
        "نجحت الفصائل في استعادة السيطرة على سراقب.",
        ["control opposition take saraqib 28.02"],
    ),
    "two bows away": (
        "2020-02-05",
        "صار الجيش قاب قوسين من دخول سراقب، فيما بات سقوط النيرب قاب قوسين.",
        [
            "control government enter saraqib 05.02 prediction",
            "control fall al-nayrab 05.02 prediction",
        ],
    ),
    "his denial": (
        "2020-02-28",
        "نقل الموقع عن ضابط نفيه دخول الفصائل إلى سراقب.",
        ["control opposition enter saraqib 28.02 denial"],
    ),
    "as soon as": (
        "2020-02-05",
        "بمجرد السيطرة على سراقب يقطع الجيش الطريق M5.",
        ["control government take saraqib 05.02 prediction", "control government cut m5 05.02"],
    ),
    "from the side of a village": (
        "2020-01-26",
        "اقترب الجيش من أطراف معرة النعمان وبات يبعد عنها مسافة كيلومترين من جهة قرية معرشمشة.",
        ["distance government maarat-al-numan 2 26.01"],
    ),
    "what was read of another clause's day": (
        "2020-01-29",
        "طرد الجيش الفصائل من حيش، كما أعاد فتح مدرسة في 5 كانون الثاني 2020.",
        ["control opposition lose hish 29.01"],
    ),
    "an unknown hill on the road": (
        "2020-02-10",
        "حرر الجيش بلدة البرقوم والتلة الحمراء على الطريق الدولي الواصل بين حلب ودمشق.",
        ["control government take barqum 10.02"],
    ),
    "an attack that began in a month": (
        "2020-02-08",
        "تأتي السيطرة على سراقب ضمن حملة بدأها الجيش في كانون الأول الماضي.",
        ["control take saraqib 01.12-08.02"],
    ),
    "its, of the force of the sentence before": (
        "2019-06-07",
        "دخل مقاتلو المعارضة تل ملح. وبسيطرتهم عليها يهددون محردة التي تتمركز فيها قوات النظام.",
        ["control opposition enter tal-malah 07.06", "control opposition take tal-malah 07.06"],
    ),
    "after midnight": (
        "2020-02-25",
        "دخل الجيش بعد منتصف ليل الأحد بلدة حاس.",
        ["control government enter hass 23.02-24.02"],
    ),
    "a village with the name of a town elsewhere": (
        "2020-02-06",
        "دخل الجيش قرى رأس العين وشوحة.",
        ["control government enter ras-al-ayn 06.02", "control government enter shuha 06.02"],
    ),
    "a road whose number is a word": (
        "2020-02-05",
        "قطع الجيش طريق إم فور.",
        ["control government cut m4 05.02"],
    ),
    "some hundreds of metres": (
        "2020-01-28",
        "الجيش على بعد بضع مئات من الأمتار من معرة النعمان.",
        ["distance government maarat-al-numan 350 28.01"],
    ),
    "besieged it before": (
        "2020-02-06",
        "اقتحم الجيش سراقب بعد تطويقها من كل الجهات.",
        [
            "control government enter saraqib 06.02",
            "encirclement government surround saraqib 06.02",
        ],
    ),
    "men of the enemy": (
        "2020-02-17",
        "خاضت قوات الجيش قتالا ضد مسلحي «تحرير الشام» وتمكنت من بسط سيطرتها على العيس.",
        ["control government take al-eis 17.02"],
    ),
    "what an attack led to": (
        "2019-12-24",
        "دارت معارك انتهت لسيطرة الجيش على جرجناز.",
        ["control government take jarjanaz 24.12"],
    ),
    "control by fire in the clause before": (
        "2019-08-20",
        "صار الجيش يشرف ناريا بعد سيطرته على مدايا.",
        ["control government take madaya 20.08"],
    ),
    "on repeated behind a post": (
        "2019-12-23",
        "سيطر الجيش على قرى فروان والصقيعة شمال النقطة التركية، وعلى قرية كريسنتة.",
        [
            "control government take farwan 23.12",
            "control government take suqayah 23.12",
            "control government take karsatna 23.12",
            "direction farwan النقطة التركية north 23.12",
            "direction suqayah النقطة التركية north 23.12",
        ],
    ),
    "it is likely that": (
        "2019-05-09",
        "من المتوقع أن تسيطر القوات الحكومية على كفرنبودة.",
        ["control government hold kafr-nabudah 09.05 prediction"],
    ),
    "without a fight, and": (
        "2019-05-09",
        "انتزع الجيش قلعة المضيق دون أي قتال ودخل كفرنبودة.",
        [
            "control government take qalaat-al-madiq 09.05",
            "control government enter kafr-nabudah 09.05",
        ],
    ),
    "yesterday behind another day": (
        "2019-05-10",
        "انتزع الجيش كفرنبودة يوم الأربعاء. وصباح أمس دخل الجيش قلعة المضيق.",
        [
            "control government take kafr-nabudah 08.05",
            "control government enter qalaat-al-madiq 09.05",
        ],
    ),
    "a day of its own behind a day that is counted": (
        "2019-05-09",
        "قصف الجيش الهبيط بعد يوم على سيطرته على تل عثمان أمس الأول.",
        ["control government take tal-othman 07.05"],
    ),
    "a place west of another, and which": (
        "2020-02-25",
        "تدور معارك في قرية النيرب الواقعة غرب سراقب والتي سيطرت عليها الفصائل أمس.",
        [
            "control opposition take al-nayrab 24.02",
            "direction al-nayrab saraqib west 25.02",
        ],
    ),
    "a village called like a city abroad, in a list": (
        "2020-03-01",
        "دخلت الفصائل قرى قليدين، القاهرة، العنكاوي.",
        [
            "control opposition enter qulaydin 01.03",
            "control opposition enter al-qahira-ziyara 01.03",
            "control opposition enter al-ankawi 01.03",
        ],
    ),
    "a coalition of factions": (
        "2020-02-27",
        'أعلنت غرفة العمليات العسكرية سيطرتها على سراقب، وانسحب "الدفاع الوطني" من النيرب.',
        [
            "control opposition take saraqib 27.02",
            "control government lose al-nayrab 27.02",
        ],
    ),
    "fought men of another army": (
        "2020-01-27",
        "تقدم الجيش السوري بعد قتال مع مسلحي الجيش الحر، إذ سيطر على تلمنس.",
        ["control government take tell-mannis 27.01"],
    ),
    "with all their arms": (
        "2019-08-23",
        "دخل الجيش بكامل قواتهم بلدة مورك.",
        ["control government enter morek 23.08"],
    ),
    "after they were able on a day": (
        "2020-02-25",
        "قصفت الفصائل سراقب، بعد أن تمكنت يوم الاثنين من السيطرة على بلدة النيرب.",
        ["control opposition take al-nayrab 24.02"],
    ),
    "in an airfield, with a particle": (
        "2019-06-01",
        "تحتفظ القوات الحكومية بمطار أبو الضهور الواقع على بعد 25 كيلومترا شرق سراقب.",
        [
            "control government hold مطار أبو الضهور 01.06",
            "distance مطار أبو الضهور saraqib 25 east 01.06",
        ],
    ),
    "a post beside a town": (
        "2019-12-24",
        "قصفت نقطة المراقبة في مورك الواقعة بجوار سراقب، والتي حاصرها الجيش.",
        ["encirclement government surround نقطة المراقبة في مورك 24.12"],
    ),
    "a list that begins with unknown names": (
        "2020-01-29",
        "سيطر الجيش على ثلاث قرى، وهي أم كذا وتلحسان وحيش.",
        ["count government take 3 29.01", "control government take hish 29.01"],
    ),
}  # fmt: skip

#: A day, a text of which nothing is read, and a part of a reason for it.
UNREAD = {
    "points of their control": (
        "2019-07-29", "رجعت الفصائل إلى مناطق سيطرتها في الزكاة.", "an area",
    ),
    "control that changed hands": (
        "2019-05-27", "تناوبت السيطرة على كفر نبودة مرات.", "changed hands",
    ),
    "a reporter who entered": (
        "2020-02-28", "استطاع مراسل الوكالة من دخول سراقب.", "not a force",
    ),
    "considered": (
        "2020-01-28", "يقصف الجيش كفرومة، وتعد السيطرة عليها نصرا.", "is about",
    ),
    "prevented the entry": (
        "2020-01-28", "قصف الجيش الطريق فمنع الوصول إلى معرة النعمان.", "prevented",
    ),
    "years after": (
        "2020-01-28", "يقصف الجيش معرة النعمان بعد 6 سنوات على سيطرة المعارضة عليها.", "counted",
    ),
    "the ends of a road": (
        "2020-02-10", "قصف الجيش الطريق الذي يربط حلب شمالا بالعاصمة دمشق.", "nothing",
    ),
    "both of a place where a reporter is": (
        "2019-07-29", "قال مراسل راديو الكل في حماة إن النظام سيطر عليهما.", "",
    ),
    "an area of a province": (
        "2020-01-28", "تسيطر الفصائل على أجزاء من إدلب.", "may be the province",
    ),
    "a subject that was not read": (
        "2020-02-26", "قصف الجيش حيش. وأكد ناشطون أن المجلس سيطر على بلدة النيرب.", "not read",
    ),
    "who holds the last of the towns": (
        "2020-02-26",
        "كانت الفصائل في النيرب، آخر المدن الخاضعة لسيطرة النظام، وتمكنت من دخول سراقب.",
        "is not certain",
    ),
    "fell by fire": (
        "2019-05-09", "سقطت كفرنبودة ناريا.", "by fire",
    ),
    "checkpoints of the army at the edge": (
        "2020-03-01", "فجرت الفصائل عربة في حواجز الجيش في محيط الدار الكبيرة.", "nothing",
    ),
    "the dead that fell": (
        "2020-02-26", "أدت الغارات لسقوط ثلاثة شهداء في قرية أرنبة.", "nothing",
    ),
    "driven to": (
        "2020-02-27", "يقع سراقب على الطريق، وتوعدت الفصائل بطرد الجيش إلى ما وراء النقاط.", "",
    ),
}  # fmt: skip


def line(finding):
    """Write a claim with its days, if there are several, its mood if it is no fact, and "whole"."""
    claim = finding.claim
    days = "" if claim.first == claim.last else f"{claim.first:%d.%m}-{claim.last:%d.%m}"
    whole = "whole" if claim.whole else ""
    mood = claim.mood.removeprefix("fact")
    return " ".join(filter(None, (written(finding), days, mood, whole)))


def lines(findings):
    return sorted(line(one) for one in findings)


def test_kinds_of_sentences_of_news_sites_are_read(checker):
    wrong = read_otherwise(checker, READ, lines)
    assert wrong == [], wrong


def test_what_no_force_did_is_listed_with_the_reason(checker):
    wrong = not_listed(checker, UNREAD)
    assert wrong == [], wrong
