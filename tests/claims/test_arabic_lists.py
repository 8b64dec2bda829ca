"""Arabic lists of places, and what stands around them, each kind in words of its own."""

from __future__ import annotations

from reading_score import not_listed, of_all, read_otherwise, with_moods

#: A day, a sentence, and the claims it states.
READ = {
    "names between letters that only stretch words, behind names that are not known": (
        "2020-02-16",
        "قيل إن الجيش السوري يحرر المناطق التالية: مبنى الجمارك ـ معمل الزيت ـ حيان ــ بيانون.",
        [
            "control government take bayanun 16.02",
            "control government take hayyan 16.02",
        ],
    ),
    "a colon behind a plural noun, and a day before it": (
        "2020-02-14",
        "استعادت قوات النظام يوم أمس بلدات: ميزناز، أرناز، معمل الكرتون، كفر حلب.",
        [
            "control government take arnaz 13.02",
            "control government take kafr-halab 13.02",
            "control government take miznaz 13.02",
        ],
    ),
    "those forces": (
        "2020-02-14",
        "تتقدم قوات النظام غربي حلب. وسيطرت تلك القوات يوم أمس على قرى: ميزناز وأرناز.",
        [
            "control government take arnaz 13.02",
            "control government take miznaz 13.02",
        ],
    ),
    "a number, and what it stands for behind a colon and a bracket": (
        "2020-01-27",
        "وثق المرصد سيطرة النظام أمس على 3 قرى بريف إدلب، وهي: (تلمنس والغدفة ومعرة النعمان).",
        [
            "control government take al-ghadfah 26.01",
            "control government take maarat-al-numan 26.01",
            "control government take tell-mannis 26.01",
            "count government take 3 26.01",
        ],
    ),
    "a number, and what it stands for behind a place": (
        "2019-12-22",
        "جاء القصف بعد تحرير القوات الحكومية ثلاث قرى في المنطقة ذاتها، وهي برنان ورفة وحران.",
        [
            "control government take al-raffah 22.12",
            "control government take barnan 22.12",
            "control government take harran 22.12",
            "count government take 3 22.12",
        ],
    ),
    "a number, and names that are not known before those that are": (
        "2020-02-26",
        "أحكم الجيش السوري سيطرته على 7 قرى اليوم، بينها وادي الريحان، تلة الصخرة، معرة موقص، حاس.",
        [
            "control government take hass 26.02",
            "control government take maarat-muqs 26.02",
            "count government take 7 26.02",
        ],
    ),
    "two plural nouns behind an area that is not known": (
        "2020-02-26",
        "سيطر الجيش السوري على جبل الأربعين بالكامل وقرى وبلدات بسقلا وحاس.",
        [
            "control government take bisaqla 26.02",
            "control government take hass 26.02",
        ],
    ),
    "names with words that have another meaning elsewhere, and bullets": (
        "2020-02-25",
        "حرر الجيش السوري المواقع التالية: مبنى الهدف * حزانو * مشفى الهلال * حي النور * حاس.",
        ["control government take hass 25.02", "control government take hazzanu 25.02"],
    ),
    "many names that are not known": (
        "2020-02-25",
        "استعاد الجيش قرى حاس، رأس ذيب كبير، حقل زيت، رابية نسر عال، حصن ورد قاس، سفح حجر، بسقلا.",
        ["control government take bisaqla 25.02", "control government take hass 25.02"],
    ),
    "a village and its hill": (
        "2020-02-25",
        "اقتحم الجيش السوري بلدة وتل الصياد وكفر زيتا.",
        ["control government enter al-sayyad 25.02", "control government enter kafr-zita 25.02"],
    ),
    "what lies around places": (
        "2020-02-25",
        "استعاد الجيش السوري بسقلا وحاس والتلال القريبة منها وضهرتينا وكفروما.",
        [
            "control government take bisaqla 25.02",
            "control government take hass 25.02",
            "control government take kafr-ruma 25.02",
        ],
    ),
    "a road by its ends in hashtags and by its number is one road": (
        "2020-02-27",
        "قطعت الفصائل أمس طريق #دمشق - #حلب الدولي (M5) قرب #سراقب.",
        ["control opposition cut m5 26.02"],
    ),
    "our forces": (
        "2020-02-25",
        "قال الناطق باسم الجيش السوري إن قواتنا دخلت كفروما.",
        ["control government enter kafr-ruma 25.02"],
    ),
    "what a force that is named behind its object holds": (
        "2020-01-05",
        "كان يسيطر على سراقب هيئة تحرير الشام.",
        ["control opposition hold saraqib 05.01"],
    ),
    "where a place of a list lies, in brackets": (
        "2020-02-25",
        "سيطر الجيش السوري على قرى حاس (ريف إدلب)، أرناز (غرب حلب) وميزناز.",
        [
            "control government take arnaz 25.02",
            "control government take hass 25.02",
            "control government take miznaz 25.02",
            "direction arnaz aleppo west 25.02",
        ],
    ),
    "a number of places that were bombed": (
        "2020-02-25",
        "استعاد الجيش السوري حاس، وقصفت الطائرات أربع بلدات.",
        ["control government take hass 25.02"],
    ),
    "what operations resulted in": (
        "2020-02-14",
        "أسفرت المواجهات عن دحر الإرهابيين من أورم الصغرى.",
        ["control opposition lose urum-al-sughra 14.02"],
    ),
    "a town and what it is, which is held": (
        "2020-01-04",
        "قصفت الطائرات سراقب، أهم مدن المنطقة، التي تخضع لسيطرة هيئة تحرير الشام.",
        ["control opposition hold saraqib 04.01"],
    ),
    "the loss of control of a leader": (
        "2020-02-14",
        "فقد الأسد سريعا سيطرته على سراقب بعدما هاجمت فصائل المعارضة حماة.",
        ["control lose saraqib 14.02"],
    ),
    "two names without 'and'": (
        "2020-01-28",
        "سيطرت قوات النظام على قرى الغدفة ومعرشورين الزعلانة وبابولين.",
        [
            "control government take al-ghadfah 28.01",
            "control government take al-zalanah 28.01",
            "control government take babulin 28.01",
            "control government take maar-shurin 28.01",
        ],
    ),
    "'and led to'": (
        "2019-12-23",
        "استمرت المعارك يومين وأفضت إلى سيطرة النظام على الغدفة وتلمنس.",
        [
            "control government take al-ghadfah 23.12",
            "control government take tell-mannis 23.12",
        ],
    ),
    "hours behind the day of another clause, and what that comes to": (
        "2020-01-28",
        "بدأ الجيش عمليته الجمعة، حيث سيطر خلال 100 ساعة على تلمنس، وبذلك يكون قد سيطر على حيش.",
        [
            "control government take hish 28.01",
            "control government take tell-mannis",
        ],
    ),
    "a weekday without its first vowel": (
        "2020-01-30",
        "دخل الجيش السوري معرة النعمان الثلثاء.",
        ["control government enter maarat-al-numan 28.01"],
    ),
    "a verb in the present that is written like one in the past": (
        "2020-01-27",
        "قوات النظام تدخل كفروما وتطوق معرة النعمان.",
        [
            "control government enter kafr-ruma 27.01",
            "encirclement government surround maarat-al-numan 27.01",
        ],
    ),
    "the state as the force": (
        "2020-02-22",
        "كسرت الفصائل الإرهابية الهدنة، لكن سوريا استعادت السيطرة على سراقب.",
        ["control government take saraqib 22.02"],
    ),
    "the regular army by its adjective": (
        "2020-02-14",
        "النظامي يدخل أورم الصغرى والفوج 46.",
        [
            "control government enter regiment-46-base 14.02",
            "control government enter urum-al-sughra 14.02",
        ],
    ),
}
#: The same, with moods that are not fact.
MOODS = {
    "they refused to withdraw": (
        "2020-01-28",
        "تقدمت قوات النظام، لكن المسلحين تحصنوا ورفضوا الانسحاب من كفروما.",
        ["control opposition lose kafr-ruma 28.01 denial"],
    ),
    "denying": (
        "2020-03-02",
        "تحدث القائد إلى الوكالة نافيا سيطرة قوات النظام على سراقب.",
        ["control government take saraqib 02.03 denial"],
    ),
    "to declare a town besieged": (
        "2020-01-28",
        "تحتاج القوات إلى تلتين لإعلان معرة النعمان محاصرة.",
        ["encirclement surround maarat-al-numan 28.01 aim"],
    ),
    "it will or may remain under their control": (
        "2020-02-27",
        "ستبقى كفروما تحت سيطرة الفصائل، وقد تبقى حاس تحت سيطرة الفصائل.",
        [
            "control opposition hold hass 27.02 prediction",
            "control opposition hold kafr-ruma 27.02 prediction",
        ],
    ),
    "a particle that is written like 'lost'": (
        "2020-02-27",
        "أكد القائد أن الجيش السوري تقدم، فقد كانت سيطرته على كفروما كاملة.",
        ["control government take kafr-ruma 27.02"],
    ),
    "a town without a name, and another that is still held": (
        "2020-02-27",
        "اقتحم الجيش السوري قرية وكفروما لا تزال تحت سيطرة الفصائل.",
        ["control opposition hold kafr-ruma 27.02"],
    ),
    "it remains under their control": (
        "2020-02-27",
        "قال المصدر إن سراقب تبقى تحت سيطرة الحكومة السورية.",
        ["control government hold saraqib 27.02"],
    ),
}
#: A day, a sentence, and why nothing is read.
UNREAD = {
    "one of several besieged posts": (
        "2020-02-05",
        "قصفت الطائرات أبو الضهور وبلغ الجيش موقعا ليصبح سادس نقطة محاصرة.",
        "only describes what it stands before",
    ),
    "our forces, behind those of the other side": (
        "2020-02-05",
        "هاجمت فصائل المعارضة البلدة. وأكد أن قواتنا دخلت كفروما.",
        "whose 'قواتنا' is not stated",
    ),
    "a place that lies so far from it, behind a force": (
        "2020-02-05",
        "تقدمت قوات النظام أمس. وهي بوابة مدينة إدلب، وتبعد عنها 12 كيلومترا.",
        "",
    ),
}


def test_kinds_of_lists_are_read(checker):
    wrong = read_otherwise(checker, READ, of_all)
    assert wrong == [], wrong


def test_the_mood_is_read(checker):
    wrong = read_otherwise(checker, MOODS, with_moods)
    assert wrong == [], wrong


def test_what_only_describes_is_listed(checker):
    wrong = not_listed(checker, UNREAD)
    assert wrong == [], wrong
