"""Kinds of sentences of Arabic articles that were read wrongly, each in words of its own."""

from __future__ import annotations

from datetime import date

from reading_score import not_listed, read_otherwise

POST = "نقطة المراقبة التركية الثامنة المتمركزة في محيط بلدة الصرمان"
#: A day, a sentence, and the claims it states.
READ = {
    "told the agency of": (
        "2020-02-14",
        "أفاد ناشط لوكالة الأنباء الألمانية عن سيطرة الجيش على كفر حلب.",
        ["control government take kafr-halab 14.02"],
    ),
    "a list whose items are partly unknown": (
        "2020-02-10",
        "سيطر الجيش على تسع قرى، وهي برنة، وتلة الشربوك، وزيتان.",
        [
            "count government take 9 10.02",
            "control government take birnah 10.02",
            "control government take zitan 10.02",
        ],
    ),
    "and some villages, the most prominent": (
        "2019-08-23",
        "انسحبت الفصائل من مورك وبعض البلدات والقرى في ريف حماة الشمالي، أبرزها لطمين.",
        ["control opposition lose morek 23.08", "control opposition lose latmin 23.08"],
    ),
    "in which they took": (
        "2019-06-10",
        "شن الثوار هجوما انتزعوا فيه كفرهود.",
        ["control opposition take kafr-hud 10.06"],
    ),
    "the latter": (
        "2019-06-15",
        "قصف الجيش مواقع الفصائل في تل ملح التي كانت الأخيرة قد انتزعتها قبل أيام.",
        ["control opposition take tal-malah 15.06"],
    ),
    "a town that is so far away, behind a force": (
        "2019-08-12",
        "بعد تقدم الجيش تصبح اللطامنة الواقعة في الجيب والتي تبعد عن مورك 12 كيلومترا مهددة.",
        ["distance al-lataminah morek 12 12.08"],
    ),
    "a town, and it is the largest, and lies": (
        "2020-02-02",
        "اندلعت معارك مع الفصائل على أطراف سراقب، وهي أكبر البلدات، وتقع على بعد 15 كلم شرق إدلب.",
        ["distance saraqib idlib 15 east 02.02"],
    ),
    "the forces of the ministry": (
        "2019-08-23",
        "أعلنت وزارة الدفاع السورية أن قواتها دخلت مورك.",
        ["control government enter morek 23.08"],
    ),
    "among the towns that they took": (
        "2020-01-29",
        "من أبرز القرى التي سيطر عليها الجيش الثلاثاء في ريف إدلب الجنوبي، حيش وبابيلا.",
        ["control government take hish 28.01", "control government take babila 28.01"],
    ),
    "two towns, which both": (
        "2020-01-20",
        "قصفت طائرات سراقب وأريحا اللتين تقعان تحت سيطرة الفصائل.",
        ["control opposition hold saraqib 20.01", "control opposition hold ariha 20.01"],
    ),
    "a post around a village": (
        "2019-12-23",
        f"طوق الجيش {POST}.",
        [f"encirclement government surround {POST} 23.12"],
    ),
    "drove gunmen out": (
        "2020-02-06",
        "الجيش السوري طرد مسلحين من بلدة تفتناز.",
        ["control government take taftanaz 06.02"],
    ),
    "a reporter's own town": (
        "2020-01-29",
        "سيطر الجيش على معرة النعمان. وقال مراسلنا في إدلب إن الجيش دخل المدينة صباحا.",
        [
            "control government take maarat-al-numan 29.01",
            "control government enter maarat-al-numan 29.01",
        ],
    ),
    "a number of the month": (
        "2020-02-20",
        "سيطر الجيش على العيس في 8 من الشهر الجاري وعلى الزربة يوم 9/شباط.",
        ["control government take al-eis 08.02", "control government take al-zarbah 09.02"],
    ),
    "since the evening of a date": (
        "2020-02-05",
        "بلغ عدد القرى التي سيطر عليها الجيش منذ مساء الجمعة 24 من الشهر الفائت 95 قرية.",
        ["count government take 95"],
    ),
    "backed by a force": (
        "2020-02-27",
        "أكد ناشطون أن الفصائل مدعومة بالقوات التركية تمكنت من استعادة ترنبة.",
        ["control opposition take turunbah 27.02"],
    ),
    "after a fight with a force": (
        "2020-02-26",
        "تمكن الجيش بعد اشتباكات ضارية مع الفصائل من السيطرة على حزارين.",
        ["control government take hazarin 26.02"],
    ),
    "militants loyal to it": (
        "2020-02-11",
        "ذكر المرصد أن قوات النظام والمسلحين الموالين لها، دخلت خان العسل.",
        ["control government enter khan-al-asal 11.02"],
    ),
    "stopping the advance of": (
        "2020-02-28",
        "نجحت الفصائل في وقف تقدم النظام، وتمكنت من تحرير آفس.",
        ["control opposition take afis 28.02"],
    ),
    "a total and its places": (
        "2020-02-24",
        "ارتفع عدد القرى التي سيطر عليها الجيش إلى 13، وهي: حاس وبسقلا.",
        [
            "count government take 13 24.02",
            "control government take hass 24.02",
            "control government take bisaqla 24.02",
        ],
    ),
    "a town that is held": (
        "2020-02-20",
        "قصفت الفصائل مواقع في قرية جوباس الخاضعة لسيطرة الجيش السوري.",
        ["control government hold jubas 20.02"],
    ),
    "an area between strokes, in operations in a province": (
        "2020-02-16",
        "سيطر الجيش خلال عملياته بمحافظة حلب على مساحة تزيد عن /900/ كم مربع.",
        ["area government take 900 16.02"],
    ),
    "sources spoke of": (
        "2020-02-16",
        "تحدثت مصادر محلية عن انسحاب الفصائل من بيانون.",
        ["control opposition lose bayanun 16.02"],
    ),
    "where, which begins a clause": (
        "2020-02-11",
        "تراجعت الفصائل غربا، حيث استطاع الجيش استعادة أجزاء من الريف بعد سيطرته على خان العسل.",
        ["control government take khan-al-asal 11.02"],
    ),
    "in addition to, behind an apposition": (
        "2020-02-25",
        "سيطر الجيش على حاس، أكبر قرى المنطقة، بالإضافة إلى تل غزالة وبسقلا وقرية جبالا.",
        [
            "control government take hass 25.02",
            "control government take bisaqla 25.02",
            "control government take jabala-kafr-nobol 25.02",
        ],
    ),
    "each of the areas: A, B": (
        "2020-02-25",
        "سيطر الجيش على كل من مناطق: بعربو، حزارين.",
        ["control government take baarbu 25.02", "control government take hazarin 25.02"],
    ),
    "A, B and C, which both lie": (
        "2020-01-20",
        "طال القصف أريحا وبلدتي بنش وتفتناز اللتين تبعدان نحو 7 كلم عن إدلب.",
        ["distance binnish idlib 7 20.01", "distance taftanaz idlib 7 20.01"],
    ),
    "has become, behind fights": (
        "2020-01-28",
        "استمرت المعارك مع الفصائل، ليصبح الجيش على بعد ستة كيلومترات عن سراقب.",
        ["distance government saraqib 6 28.01"],
    ),
    "a road with another spelling, and what remains": (
        "2020-01-29",
        "سيطر الجيش على نحو 35 كلم من اتستراد حلب دمشق فيما تبقى له 30 كلم.",
        ["length government take m5 35 29.01"],
    ),
    "villages and towns, in brackets": (
        "2020-02-27",
        "سيطر الجيش على قرى وبلدات (شهرناز، قليدين).",
        ["control government take shahranaz 27.02", "control government take qulaydin 27.02"],
    ),
    "with all their equipment to": (
        "2019-08-23",
        "دخلت قوات النظام وميليشياتها، فجر الجمعة، بكامل أسلحتها إلى قرى وبلدات لطمين ولحايا.",
        ["control government enter latmin 23.08", "control government enter lahaya 23.08"],
    ),
    "a village behind where the first lies": (
        "2020-02-28",
        "استعادت الفصائل بلدة كنصفرة بمنطقة جبل الزاوية، وقرية ترنبة.",
        ["control opposition take kansafra 28.02", "control opposition take turunbah 28.02"],
    ),
    "a full ring around": (
        "2020-02-05",
        "أطبقت وحدات الجيش طوقا كاملا على سراقب.",
        ["encirclement government surround saraqib 05.02"],
    ),
    "and so it has become besieged": (
        "2020-02-05",
        "وصلت تعزيزات إلى بلدة وتل مرديخ وجوباس وبالتالي باتت سراقب مطوقة.",
        ["encirclement surround saraqib 05.02"],
    ),
    "of namesakes, the one that is joined to a place": (
        "2019-06-15",
        "سيطرت الفصائل على تل ملح والجبين، وقصفت مواقع الجيش في كفرنبودة.",
        ["control opposition take tal-malah 15.06", "control opposition take jibeen 15.06"],
    ),
    "an unknown item first, then a place": (
        "2020-02-14",
        "سيطر الجيش يوم الجمعة على جمعية الرواد والفوج 46.",
        ["control government take regiment-46-base 14.02"],
    ),
    "militias, fights and two days before the object": (
        "2020-02-14",
        "سيطر الجيش والمليشيات الموالية له في معارك ليل الخميس وصباح الجمعة، على خان العسل.",
        ["control government take khan-al-asal"],
    ),
    "names in brackets": (
        "2020-01-26",
        "سيطر الجيش على بلدة (تلمنس) وقرية (معرشمشة).",
        [
            "control government take tell-mannis 26.01",
            "control government take maar-shamshah 26.01",
        ],
    ),
    "a base that is so far from the centre of": (
        "2020-02-12",
        "اقترب الجيش من الفوج 46 الذي يبعد عن مركز مدينة الأتارب نحو ستة كيلومترات.",
        ["distance regiment-46-base al-atarib 6 12.02"],
    ),
    "his forces, after clashes with a force": (
        "2020-01-25",
        "سيطر الجيش على تلمنس بعد معارك مع الفصائل، وصارت قواته على بعد خمسة كيلومترات عن بابيلا.",
        ["control government take tell-mannis 25.01", "distance government babila 5 25.01"],
    ),
    "a number first": (
        "2019-12-25",
        "نحو خمسين قرية في ريف إدلب، سيطرت عليها قوات النظام.",
        ["count government take 50 25.12"],
    ),
    "is the last of": (
        "2019-12-25",
        "قال المرصد إن بلدة التح هي آخر النقاط التي سيطرت عليها قوات النظام.",
        ["control government take al-tah 25.12"],
    ),
    "and they are, behind a colon": (
        "2020-01-26",
        "تمكن الجيش من السيطرة خلال ساعات على مناطق مهمة جنوبها وهي: (حنتوتين، كفرباسين).",
        [
            "control government take hantutin 26.01",
            "control government take kafr-basin-heish 26.01",
        ],
    ),
    "bordered by": (
        "2020-01-10",
        "سيطر الجيش على حيش، ويحدها شمالا معرة النعمان وجنوبا خان شيخون.",
        ["control government take hish 10.01"],
    ),
}

#: A day, a sentence that states nothing that can be checked, and a part of the reason.
UNREAD = {
    "the countryside that is held": (
        "2019-05-10",
        "تتجه القوات إلى الهبيط شرقا وقلعة المضيق غربا، وريف حماة الواقع تحت سيطرة الفصائل.",
        "",
    ),
    "the recapture of what was named before": (
        "2019-08-18",
        "لم تستطع قوات النظام البقاء في الحاجز، بسبب محاولات الفصائل استعادته، انطلاقا من مورك.",
        "readable form",
    ),
    "what was not announced": (
        "2020-01-28", "لم يعلن الجيش رسميا عن دخول قواته إلى كفرنبل.", "whether it was done",
    ),
    "this control, and several areas": (
        "2019-07-28",
        "ساعدت هذه السيطرة الفصائل في الضغط على قوات النظام في عدة مناطق، أبرزها كفرنبودة.",
        "before",
    ),
    "the army of the other side": (
        "2019-05-22",
        "قال قائد في جيش العزة إن الجيش تمكن من السيطرة على القصابية.",
        "is not certain",
    ),
    "on more areas on the road": (
        "2020-02-13",
        "سيطر الجيش على مزيد من القرى في ريف حلب على طريق M5.",
        "where something",
    ),
    "a strip beside the road between two towns": (
        "2020-02-14", "يعمل الجيش على تأمين هامش للطريق بين حلب وسراقب من 3 إلى 6 كيلومترات.", "",
    ),
    "the withdrawal of groups that were not read": (
        "2020-02-16", "دخل الجيش المنطقة بعد انسحاب المجموعات المحلية من عندان.", "was not read",
    ),
    "points that they had lost": (
        "2019-05-22",
        "استهدف الطيران كفرنبودة والنقاط التي كان الجيش قد خسرها في المنطقة.",
        "",
    ),
}  # fmt: skip


def test_kinds_of_sentences_of_articles_are_read(checker):
    wrong = read_otherwise(checker, READ)
    assert wrong == [], wrong


def test_what_is_not_stated_is_listed(checker):
    wrong = not_listed(checker, UNREAD)
    assert wrong == [], wrong


def test_an_area_announced_on_a_day_is_not_that_of_the_day(checker):
    text = "أعلنت قيادة الجيش السوري، اليوم الأحد، استعادة السيطرة على أكثر من 700 كيلومتر مربع."
    found = checker.check(text, date(2020, 2, 9)).findings
    assert [one.claim.kind for one in found] == ["area"]
    assert found[0].verdict.word != "contradicted"


def test_what_was_managed_after_attempts_is_a_fact(checker):
    text = "بعد خمس محاولات فاشلة للجيش، تمكن الجيش من السيطرة على سكيك."
    assert [one.claim.mood for one in checker.check(text, date(2019, 8, 12)).findings] == ["fact"]


def test_a_push_towards_the_control_of_a_place_is_no_fact(checker):
    text = "سيطر الجيش على خلصة، وواصل تقدمه نحو السيطرة على العيس."
    moods = {
        one.claim.target.id: one.claim.mood
        for one in checker.check(text, date(2020, 2, 8)).findings
    }
    assert moods == {"khalasah": "fact", "al-eis": "prediction"}
