"""Kinds of sentences of Arabic dispatches that were read wrongly, each in words of its own."""

from __future__ import annotations

from datetime import date

from reading_score import not_listed, read_otherwise

#: A day, a sentence, and the claims it states.
READ = {
    "names in quotes": (
        "2020-01-24",
        "سيطر تنظيم “الدولة الإسلامية” على “معصران”، ودخل «الجيش السوري» “تلمنس” و“معرشورين”.",
        [
            "control government enter tell-mannis 24.01",
            "control government enter maar-shurin 24.01",
        ],
    ),
    "two particles and a verb are no name": (
        "2019-12-20",
        "طالب أهالي حلب بفتح جبهة باتجاه بلدة تادف التي يسيطر عليها الجيش السوري.",
        [],
    ),
    "the area of which they took control": (
        "2019-06-12",
        "تقدمت الفصائل من مورك صوب الأراضي التي سيطرت عليها قوات النظام.",
        [],
    ),
    "the last area that they hold": (
        "2020-01-12",
        "قصفت الطائرات سراقب وأريحا، في آخر منطقة تسيطر عليها الفصائل.",
        [],
    ),
    "the former": (
        "2020-02-05",
        "بعد معارك بين قوات النظام والفصائل، دخلت الأولى بلدة النيرب.",
        ["control government enter al-nayrab 05.02"],
    ),
    "the forces, behind others": (
        "2019-12-22",
        "تخوض قوات الجيش السوري معارك ضد هيئة تحرير الشام. وتمكنت القوات من دخول تلمنس.",
        ["control government enter tell-mannis 22.12"],
    ),
    "the town, behind one that lies in the east of a province": (
        "2020-01-28",
        "دخل الجيش السوري بلدة تلمنس شرقي إدلب. وانسحبت الفصائل من البلدة.",
        [
            "control government enter tell-mannis 28.01",
            "control opposition lose tell-mannis 28.01",
        ],
    ),
    "led to their control": (
        "2019-12-23",
        "اندلعت معارك أفضت لسيطرة الجيش على الغدفة.",
        ["control government take al-ghadfah 23.12"],
    ),
    "and the most prominent of them, behind 'of'": (
        "2019-08-23",
        "انسحبت الفصائل من بلدات وقرى ريف حماة الشمالي وأبرزها مورك ولطمين.",
        ["control opposition lose morek 23.08", "control opposition lose latmin 23.08"],
    ),
    "the most important of them, with a colon": (
        "2019-08-11",
        "استعاد الجيش بلدات وتلال حاكمة، أهمها: الهبيط ومدايا.",
        ["control government take al-habit 11.08", "control government take madaya 11.08"],
    ),
    "a month with two names": (
        "2020-02-16",
        "سيطر الجيش في كانون الثاني/يناير الماضي على معصران وتلمنس وعدة قرى.",
        [
            "control government take maasaran-ma-arrat-an-nu-man",
            "control government take tell-mannis",
            "count government take 6",
        ],
    ),
    "two points north of a province": (
        "2019-07-30",
        "استعاد الجيش السوري نقطتين مهمتين شمال حماة.",
        ["count government take 2 30.07"],
    ),
    "a list with names that are not known": (
        "2020-02-11",
        "سيطر الجيش على سبع مناطق، وهي خان طومان ومستودعات خان طومان ورجم وتلول حزمر وخلصة وزيتان.",
        [
            "count government take 7 11.02",
            "control government take khan-tuman 11.02",
            "control government take khalasah 11.02",
            "control government take zitan 11.02",
        ],
    ),
    "villages behind the start of the attack": (
        "2019-12-22",
        "سيطر الجيش منذ بدء هجومه على المنطقة يوم الخميس، على قرى قطرة وأم جلال.",
        ["control government take qatrah", "control government take umm-jalal"],
    ),
    "the group, by its first noun": (
        "2020-01-30",
        "دخلت الهيئة مدينة سراقب.",
        ["control opposition enter saraqib 30.01"],
    ),
    "what was taken behind an aside": (
        "2020-03-02",
        "سيطرت قوات النظام، فجر الاثنين، بعد معارك مع الفصائل المدعومة من أنقرة، على سراقب.",
        ["control government take saraqib 02.03"],
    ),
    "a group with a name of its own": (
        "2019-08-20",
        "هاجمت الفصائل الجيش. وسيطر “جيش الفتح” على الهبيط، ودخل لواء الغرباء مورك.",
        ["control opposition take al-habit 20.08"],
    ),
    "clashes with men of a group, which led to": (
        "2020-02-07",
        "تقدم الجيش بعد اشتباكات مع إرهابيي جبهة النصرة أسفرت عن تحرير زيتان.",
        ["control government take zitan 07.02"],
    ),
    "driven back from": (
        "2020-02-24",
        "انتهت المعارك بدحر الإرهابيين من النقير وكفر سجنة.",
        [
            "control opposition lose al-naqir-khan-shaykun 24.02",
            "control opposition lose kafr-sijna 24.02",
        ],
    ),
}
#: A day, a sentence, and the mood of each of its claims.
MOODS = {
    "to regain control": (
        "2019-05-09",
        "بدأت الفصائل هجوما لاستعادة السيطرة على كفرنبودة.",
        ["aim"],
    ),
    "through one place at another": (
        "2019-08-07",
        "الجيش يهدف من السيطرة على الزكاة إلى تأمين مدينة محردة.",
        ["aim", "aim"],
    ),
    "without a fight, and they also entered": (
        "2020-01-30",
        "اتفق الطرفان على عدم القتال، كما دخلت قوات النظام مدينة سراقب.",
        ["fact"],
    ),
    "they try": ("2019-05-24", "المسلحون يحاولون الاستيلاء على بلدة كفرنبودة.", ["aim"]),
    "regained control": ("2019-08-11", "أعلن الجيش استعادة السيطرة على الهبيط.", ["fact"]),
}
#: A day, a sentence, and the reason why no claim is read.
UNREAD = {
    "a post in the province": (
        "2019-12-23",
        "الجيش السوري يحاصر نقطة مراقبة تركية في إدلب.",
        "is meant, is not stated",
    ),
    "an item of which only the end is a name": (
        "2020-02-14",
        "قصفت الطائرات بلدة أورم الصغرى ودوار الصومعة غرب مدينة حلب.",
        "may be the end of a longer name",
    ),
    "a definite noun without a preposition": (
        "2020-02-16",
        "الجيش أتم الطوق وأمن مدينة حلب.",
        "is about was not read",
    ),
    "control that grew somewhere": (
        "2019-08-20",
        "وسعت وحدات الجيش نطاق سيطرتها في خان شيخون.",
        "where control grew is stated",
    ),
    "the way is opened for an advance": (
        "2020-01-30",
        "يفتح هذا التقدم للجيش الطريق الدولي أمام قواته لمواصلة الزحف شمال خان طومان.",
        "",
    ),
    "all the countryside of a province is held": (
        "2019-08-23",
        "وهي بلدة مورك ليخضع بذلك كامل الريف الشمالي لحماة لسيطرة قوات النظام.",
        "what is held is not the place named before",
    ),
    "the areas around a road": (
        "2020-02-14",
        "استعاد الجيش السوري جميع المناطق المحيطة بالطريق الدولي بين حلب وسراقب.",
        "it is where something was done",
    ),
    "villages that lie so far away": (
        "2019-12-22",
        "وتقع القرى الثلاث على بعد 3 كم فقط من الصرمان، وكان الجيش قد قصفها.",
        "what lies so far away was not read",
    ),
    "what must be freed": (
        "2020-02-11",
        "هناك بلدات يجب تحريرها من المسلحين، وتقع على طول الطريق M5.",
        "",
    ),
    "villages in which they were besieged": (
        "2018-01-10",
        "قصفت الطائرات مورك بعد انسحاب هيئة تحرير الشام من قرى حوصرت فيها.",
        "is not stated",
    ),
    "what is in the freed areas": (
        "2020-01-30",
        "قال المركز إن 27 منطقة سكنية في المناطق المحررة ستعود إليها الحياة.",
        "only describes what it stands before",
    ),
    "a mountain in the south of a province": (
        "2020-02-27",
        "أحكمت قوات النظام السيطرة على كامل جبل شحشبو جنوب إدلب.",
        "no place is called",
    ),
    "an area that is held, behind a place": (
        "2020-02-10",
        "زار وفد قرية الصالحية وتتقدم القوات باتجاه الإيكاردا، الوحيدة التي تقع تحت سيطرة الفصائل.",
        "",
    ),
    "a small area of a road": (
        "2020-02-10",
        "انحصرت سيطرة الفصائل على منطقة صغيرة من أوتوستراد حلب-دمشق لا تتجاوز 15 كم.",
        "",
    ),
    "driven from a countryside": (
        "2019-12-24",
        "قصفت الطائرات تلمنس. وسيطر الجيش على ريف إدلب بعد طرد جبهة النصرة منها.",
        "is not stated",
    ),
    "a number before what it counts": (
        "2019-08-23",
        "وبذلك يرتفع إلى ثلاثة وعشرين عدد المناطق التي تمكن الجيش من تحريرها في ريف حماة.",
        "which places are meant is not stated",
    ),
    "the entry of others": (
        "2019-08-29",
        "هاجم الجيش الجبهة عقب دخول شاحنات تركية محملة بالذخائر إلى خان شيخون.",
        "who did it",
    ),
}
#: A day, a sentence, and the first day of its count.
SINCE = {
    "since an operation began": (
        "2020-02-16",
        "بدأ الجيش عملية في 24 كانون الثاني، وتمكن منذ انطلاق العملية من السيطرة على 160 منطقة.",
        "2020-01-24",
    ),
    "during an operation that began": (
        "2019-05-27",
        "أطلق الجيش، في السادس من الشهر الجاري، عملية تمكن خلالها من تحرير عدة مدن وبلدات.",
        "2019-05-06",
    ),
    "since operations went on, on a day": (
        "2020-02-03",
        "الجيش منذ استئنافه عملياته في الريف بتاريخ 24 كانون الثاني، تمكن من استعادة 60 قرية.",
        "2020-01-24",
    ),
    "since a day and until now, the last of them on another": (
        "2019-12-24",
        "تمكن الجيش منذ الخميس الماضي وحتى الآن من السيطرة على 29 قرية، آخرها جرجناز يوم الاثنين.",
        "2019-12-19",
    ),
}


def test_kinds_of_sentences_are_read(checker):
    wrong = read_otherwise(checker, READ)
    assert wrong == [], wrong


def test_the_mood_of_each_kind_is_read(checker):
    wrong = []
    for kind, (day, text, expected) in MOODS.items():
        findings = checker.check(text, date.fromisoformat(day)).findings
        if (moods := [one.claim.mood for one in findings]) != expected:
            wrong.append((kind, moods))
    assert wrong == [], wrong


def test_a_count_of_an_operation_is_counted_from_its_start(checker):
    wrong = []
    for kind, (day, text, first) in SINCE.items():
        findings = checker.check(text, date.fromisoformat(day)).findings
        counts = [one.claim for one in findings if one.claim.kind == "count"]
        found = [(str(one.first), str(one.last)) for one in counts]
        if found != [(first, day)]:
            wrong.append((kind, found))
    assert wrong == [], wrong


def test_what_is_not_stated_is_listed(checker):
    wrong = not_listed(checker, UNREAD)
    assert wrong == [], wrong
