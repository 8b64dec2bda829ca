"""Kinds of press sentences, each with the claims that are read from it and nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from reading_score import of_all, read_otherwise

pytestmark = pytest.mark.usefixtures("without_fragility")

READ = {
    "a force that is fought is no subject": (
        "2019-12-22", "Loyalists were battling rebels and jihadists, wresting 12 villages.",
        ["count government take 12 22.12"],
    ),
    "a relative clause has its own force": (
        "2020-02-27",
        "Rebels retook the town of Saraqib, which the army had captured, and cut the M5.",
        ["control opposition take saraqib 27.02", "control opposition cut m5 27.02"],
    ),
    "a force that only describes": (
        "2019-08-23", "The army broke the rebel lines and took full control of Morek.",
        ["control government take morek 23.08"],
    ),
    "a pocket that is only described": (
        "2019-08-23", "The army cleared the hamlets of the besieged enclave, including Latmin.",
        ["control government take latmin 23.08"],
    ),
    "in addition to a place": (
        "2020-02-25",
        "Rebels pulled out of their last hamlets in the plain in addition to Hazarin.",
        ["control opposition lose hazarin 25.02"],
    ),
    "villages and towns, the first ambiguous": (
        "2019-12-21",
        "سيطر الجيش على 12 قرية وبلدة منها الربيعة وأم جلال.",
        ["control government take umm-jalal 21.12", "count government take 12 21.12"],
    ),
    "taken on a day, and so near now": (
        "2020-02-06",
        "Government forces seized Kafr Battikh on Monday and are 6 km from Saraqib.",
        [
            "control government take kafr-battikh 03.02",
            "distance government saraqib 6 06.02",
        ],
    ),
    "who was brought so near": (
        "2020-01-30",
        "Dadikh, next to Saraqib, was taken by the army, putting it 5 km from the town.",
        ["control government take dadikh 30.01", "distance government saraqib 5 30.01"],
    ),
    "the capital for its side": (
        "2020-02-12", "Khan al-Asal is in the hands of Damascus.",
        ["control government hold khan-al-asal 12.02"],
    ),
    "who took a place before the others left it": (
        "2020-01-28",
        "دخل الجيش بلدة كفروما بعد انسحاب المسلحين منها، وطوق بلدة حاس.",
        ["control government enter kafr-ruma 28.01", "control opposition lose kafr-ruma 28.01",
         "encirclement government surround hass 28.01"],
    ),
    "a ring of fire": ("2019-08-20", "فرضت قوات النظام حصارا ناريا على بلدة التمانعة.", []),
    "the direction of one village of a list": (
        "2020-01-31", "The army took Jubas and the village of Dadikh south of Saraqib.",
        ["control government take jubas 31.01", "control government take dadikh 31.01",
         "direction dadikh saraqib south 31.01"],
    ),
    "all of a numbered road between two towns": (
        "2020-02-15", "The army holds all of the M5 motorway between Hama and Aleppo.",
        ["control government hold m5 15.02"],
    ),
    "a list behind a colon": (
        "2019-08-23",
        "Three towns returned to government control on Friday: Morek, Latmin and Lahaya.",
        ["count government fall 3 23.08", "control government fall morek 23.08",
         "control government fall latmin 23.08", "control government fall lahaya 23.08"],
    ),
    "places around a town, some of them named": (
        "2020-01-29",
        "Troops of the army seized six villages near the city, among them Hass and Basqala.",
        ["count government take 6 29.01", "control government take hass 29.01",
         "control government take bisaqla 29.01"],
    ),
    "the last town that others held": (
        "2020-02-12",
        "حرر الجيش أمس آخر قرية كانت تسيطر عليها الفصائل على الطريق، وهي خان العسل.",
        ["control government take khan-al-asal 11.02"],
    ),
    "fighters with the support of others": (
        "2020-02-24", "دخل مقاتلون سوريون تدعمهم تركيا بلدة النيرب.",
        ["control opposition enter al-nayrab 24.02"],
    ),
    "how near they came": (
        "2020-02-05", "تقدم الجيش من بلدة سرمين إلى مسافة كيلومترين.",
        ["distance government sarmin 2 05.02"],
    ),
    "two places named behind their day": (
        "2019-08-23",
        "Troops took two villages in the pocket on Friday, Latmin and Lahaya, by night.",
        ["count government take 2 23.08", "control government take latmin 23.08",
         "control government take lahaya 23.08"],
    ),
    "the state, which controls": (
        "2020-03-03", "Hass and Basqala were both back under state control.",
        ["control government hold hass 03.03", "control government hold bisaqla 03.03"],
    ),
    "how far an unknown place is": (
        "2020-01-20", "The army took Quxbeland on Monday, nine kilometres from Saraqib.", [],
    ),
    "who put a town under siege": (
        "2020-01-27", "The army has put Maarat al-Numan under full siege.",
        ["encirclement government surround maarat-al-numan 27.01"],
    ),
    "a capital that acts": (
        "2020-03-01", "Damascus has retaken Hass, said a monitor.",
        ["control government take hass 01.03"],
    ),
    "not stopped from taking": (
        "2020-02-25", "Shelling did not keep the army from capturing Hazarin on Monday.",
        ["control government take hazarin 24.02"],
    ),
    "lost, then retaken": (
        "2020-02-21", "خسرت الفصائل النيرب ثم استعادتها.",
        ["control opposition lose al-nayrab 21.02", "control opposition take al-nayrab 21.02"],
    ),
    "the road that is cut": (
        "2020-01-28", "The army reached the M5 near Maarat al-Numan on Monday and cut it.",
        ["distance government reach m5 27.01", "control government cut m5 27.01"],
    ),
    "freed from others": (
        "2020-02-24", "Kafr Sijnah was freed from the militants.",
        ["control government take kafr-sijna 24.02"],
    ),
    "who took all of them took each": (
        "2020-02-25", "Nine villages, among them Hazarin and Rakaya, have been liberated.",
        ["count government take 9 25.02", "control government take hazarin 25.02",
         "control government take rakaya 25.02"],
    ),
    "in addition to": (
        "2020-02-25", "In addition to Hass, the army captured Kafr Nabl.",
        ["control government take kafr-nabl 25.02", "control government take hass 25.02"],
    ),
    "joint with an unknown brigade": (
        "2019-05-26", "Regime forces and the Wolf Brigade captured Kafr Nabudah.",
        ["control government take kafr-nabudah 26.05"],
    ),
    "the side that fights rebels": (
        "2019-08-23", "They retook Morek from the rebels.",
        ["control government take morek 23.08"],
    ),
    "the hill of two namesakes": (
        "2019-05-07", "The army captured the hill of Tal Sakhr.",
        ["control government take tal-sakhr-madiq-castle 07.05"],
    ),
    "so that": (
        "2020-01-20", "تتقدم قوات النظام كي تحاصر مدينة سراقب.",
        ["encirclement government surround saraqib 20.01"],
    ),
    "outside the control of": (
        "2020-01-30", "بقي 40 كيلومترا من طريق حلب - دمشق خارج سيطرة النظام.",
        ["length government remain m5 40 30.01"],
    ),
    "is under the control of": (
        "2020-02-20", "تخضع مدينة معرة النعمان لسيطرة النظام.",
        ["control government hold maarat-al-numan 20.02"],
    ),
    "the area of a hill is the hill": (
        "2020-02-24", "حرر الجيش منطقة تل النار وقرية الركايا.",
        ["control government take tal-al-nar 24.02", "control government take rakaya 24.02"],
    ),
    "the seat of a province": (
        "2020-01-20", "تبعد سراقب عن مركز محافظة إدلب 18 كيلومترا.",
        ["distance saraqib idlib 18 20.01"],
    ),
    "a day in a relative clause": (
        "2020-02-04", "استعادت الفصائل النيرب التي كان النظام قد دخلها أمس.",
        ["control opposition take al-nayrab 04.02", "control government enter al-nayrab 03.02"],
    ),
    "two sides of one distance": (
        "2019-08-18", "باتت قوات النظام على بعد كيلومترين من خان شيخون من الغرب والشمال.",
        ["distance government khan-shaykhun 2 west north 18.08"],
    ),
    "the areas around a place": (
        "2020-02-26", "استعاد الجيش بلدة كفرنبل ومناطق مجاورة لها على بعد 28 كيلومترا من النيرب.",
        ["distance kafr-nabl al-nayrab 28 26.02", "control government take kafr-nabl 26.02"],
    ),
    "half a town is no number": (
        "2019-05-21", "تمكنت الفصائل من السيطرة على نصف بلدة كفرنبودة.",
        ["control opposition take kafr-nabudah 21.05"],
    ),
    "new villages, as follows": (
        "2020-03-01", "سيطرت الفصائل على عدة قرى جديدة وهي قليدين والقاهرة.",
        ["count opposition take 6 01.03", "control opposition take qulaydin 01.03",
         "control opposition take al-qahira-ziyara 01.03"],
    ),
    "after attempts": (
        "2019-08-11", "After four attempts the army captured Sukayk.",
        ["control government take sukayk 11.08"],
    ),
    "forced to leave": (
        "2020-02-27", "The army was compelled to retreat from Saraqib.",
        ["control government lose saraqib 27.02"],
    ),
    "a number of named places": (
        "2020-03-01", "Rebels regained Tanjara and Fulayfil, two villages of the plain.",
        ["control opposition take tanjara 01.03", "control opposition take fulayfil 01.03"],
    ),
    "to capturing": (
        "2020-01-29", "The army now gives priority to capturing Saraqib.",
        ["control government take saraqib 29.01"],
    ),
    "a list of sides": (
        "2020-02-06", "The army took al-Nayrab to the west and Afis to the north of Saraqib.",
        ["control government take al-nayrab 06.02", "control government take afis 06.02",
         "direction afis saraqib north 06.02"],
    ),
    "has it under control": (
        "2019-05-11", "Kafr Nabudah is quiet, and the army has it under control.",
        ["control government hold kafr-nabudah 11.05"],
    ),
    "the forest of a village": (
        "2019-08-15", "The army captured Madaya and the Abdin forest.",
        ["control government take madaya 15.08", "control government take hirsh-abdin 15.08"],
    ),
    "a list behind a count": (
        "2020-02-25", "سيطر الجيش على حاس وثلاث قرى في جبل الزاوية، منها بسقلا وسحاب.",
        ["control government take hass 25.02", "count government take 3 25.02",
         "control government take bisaqla 25.02", "control government take sahab 25.02"],
    ),
    "villages, among them": (
        "2020-02-27",
        "The army finished the capture of the last villages, such as Shulin and Qulaydin.",
        ["control government take shulin 27.02", "control government take qulaydin 27.02"],
    ),
    "fell together with": (
        "2020-02-25", "Hass fell to the Syrian army along with four other villages.",
        ["control government fall hass 25.02", "count government fall 4 25.02"],
    ),
    "a nearby village": (
        "2019-05-09",
        "Loyalists advanced, taking al-Karkat and the nearby village of al-Tuwayna.",
        ["control government take al-karkat 09.05", "control government take al-tuwayna 09.05"],
    ),
    "a number before its noun": (
        "2019-12-22", "وارتفع إلى 17 عدد البلدات التي سيطر عليها الجيش.",
        ["count government take 17 22.12"],
    ),
    "lost control, subject between": (
        "2019-12-20", "فقدت الفصائل السيطرة على أم جلال.",
        ["control opposition lose umm-jalal 20.12"],
    ),
    "driven out, subject between": (
        "2020-02-25", "طردت فصائل المعارضة قوات النظام من بلدة النيرب.",
        ["control government lose al-nayrab 25.02"],
    ),
    "two particles on a verb": (
        "2020-02-02", "وبسيطرته على كفربطيخ تقدم الجيش.",
        ["control government take kafr-battikh 02.02"],
    ),
    "an unknown hill first": (
        "2019-08-18", "وذلك بعد سيطرة الجيش على تل مجهول وتل النار.",
        ["control government take tal-al-nar 18.08"],
    ),
    "a phrase of a verb": (
        "2019-12-23", "أطبق الجيش الحصار على سراقب.",
        ["encirclement government surround saraqib 23.12"],
    ),
    "return to control": (
        "2020-03-03", "Kafr Battikh returned to government control on Monday.",
        ["control government fall kafr-battikh 02.03"],
    ),
    "change hands": (
        "2020-02-16", "Hayyan and Haritan have changed hands.",
        ["control change hayyan 16.02", "control change haritan 16.02"],
    ),
    "a post as target": (
        "2019-12-24", "Government forces besieged the Turkish observation post at al-Surman.",
        ["encirclement government surround Turkish observation post at al-Surman 24.12"],
    ),
    "a whole region": (
        "2019-08-24", "The Syrian army has full control of northern Hama.", [],
    ),
    "sides of a siege": (
        "2020-01-28", "The army surrounded Maarat al-Numan from the south and the east.",
        ["encirclement government surround maarat-al-numan south east 28.01"],
    ),
    "the last town before": (
        "2020-02-04", "Nayrab, the last village before Idlib city, fell to the Syrian army.",
        ["control government fall al-nayrab 04.02"],
    ),
    "a road between towns": (
        "2020-02-14", "The highway between Hama and Aleppo, which the army secured, is open.",
        ["control government take m5 14.02"],
    ),
    "a pocket of": (
        "2019-08-24", "The pocket of Latmin and Lahaya was overrun by the Syrian army.",
        ["control government take latmin 24.08", "control government take lahaya 24.08"],
    ),
    "a day later": (
        "2020-02-12", "The army took Saraqib on Saturday and Khan Tuman a day later.",
        ["control government take saraqib 08.02", "control government take khan-tuman 09.02"],
    ),
    "a day of another clause": (
        "2019-08-30", "The army took al-Tamanah, its first gain since Morek fell on 23 August.",
        ["control government take al-tamanah 30.08", "control fall morek 23.08"],
    ),
    "Monday's recapture": (
        "2019-07-30", "After Monday's recapture of Jibeen the line is where it ran on 6 June.",
        ["control take jibeen 29.07"],
    ),
    "a list of distances, target first": (
        "2019-08-23", "تقع مورك على بعد 28 كم شمال حماة وتبعد عن خان شيخون 8 كم.",
        ["distance morek hama 28 north 23.08", "distance morek khan-shaykhun 8 23.08"],
    ),
    "forces became so far": (
        "2020-02-03", "سيطر الجيش على النيرب وبذلك أصبح على بعد 8 كم من إدلب.",
        ["control government take al-nayrab 03.02", "distance government idlib 8 03.02"],
    ),
    "a relative clause with a force": (
        "2020-02-26", "Nayrab, which rebels took on Tuesday, is 10 km from Idlib city.",
        ["distance al-nayrab idlib 10 26.02", "control opposition take al-nayrab 25.02"],
    ),
    "reducing the distance": (
        "2019-08-18", "The army took Tal al-Nar, reducing the distance to the M5 to 900 metres.",
        ["control government take tal-al-nar 18.08", "distance government m5 900 18.08"],
    ),
    "advanced to the edge": (
        "2019-08-29", "تقدمت قوات النظام إلى أطراف بلدة التمانعة.",
        ["distance government reach al-tamanah 29.08"],
    ),
    "the town is the other one": (
        "2020-02-07", "Around Saraqib the army took Afis, 5 km north of the town.",
        ["control government take afis 07.02", "distance afis saraqib 5 north 07.02"],
    ),
    "the road of which remain": (
        "2020-02-10", "لم يتبق من الطريق M5 سوى كيلومترين.", ["length remain m5 2 10.02"],
    ),
    "farms of a place": (
        "2019-08-29", "خسرت المعارضة مزارع التمانعة.",
        ["control opposition lose al-tamanah-farms 29.08"],
    ),
    "held towns in a list": (
        "2019-06-08", "Rockets hit the government-held towns of Muhradah and al-Suqaylabiyah.",
        ["control government hold mahardah 08.06", "control government hold al-suqaylabiyah 08.06"],
    ),
    "the surrounding villages": ("2020-03-02", "Jets hit the surrounding villages of Dadikh.", []),
    "a post in the southern town of": (
        "2019-08-23", "A Turkish base in the southern town of Morek is besieged by the army.",
        ["encirclement government surround Turkish base in the southern town of Morek 23.08"],
    ),
    "a post, Arabic": (
        "2019-08-23", "حاصر الجيش نقطة المراقبة التركية في مورك.",
        ["encirclement government surround نقطة المراقبة التركية في مورك 23.08"],
    ),
    "two roads, the second with and": (
        "2020-02-27", "قطعت الفصائل الطريقين M4 وM5.",
        ["control opposition cut m4 27.02", "control opposition cut m5 27.02"],
    ),
    "a hill north of a town, and a village": (
        "2020-01-27", "سيطر الجيش على تلة شمال معرة النعمان وعلى قرية بابيلا.",
        ["control government take babila 27.01"],
    ),
    "withdrew to": ("2019-05-13", "انسحبت الفصائل إلى الحويز.", []),
    "the closest positions": (
        "2019-08-13", "The nearest rebel positions to Hama are seven kilometres to its north.",
        ["distance opposition hama 7 north 13.08"],
    ),
    "short of a road, Arabic": (
        "2020-02-10", "لا يفصل الجيش عن السيطرة على الطريق M5 سوى 4 كم.",
        ["length government remain m5 4 10.02"],
    ),
    "a list is not so far away": (
        "2020-01-26", "سيطر الجيش على تقانة والدير الغربي، ويبعد 3 كم عن معرة النعمان.",
        ["control government take taqanah 26.01", "control government take al-deir-al-gharbi 26.01",
         "distance government maarat-al-numan 3 26.01"],
    ),
    "lost one but gained another": (
        "2020-02-27", "The regime lost Saraqib but gained Sufuhan.",
        ["control government lose saraqib 27.02", "control government take sufuhan 27.02"],
    ),
    "cut by fire": ("2020-01-27", "قطع الجيش طريق حلب - دمشق الدولي بالنار.", []),
    "a time between a verb and its object": (
        "2020-02-03", "Loyalists seized by Sunday night the villages of Dadikh and Kafr Battikh.",
        ["control government take dadikh", "control government take kafr-battikh"],
    ),
    "a time before the next subject": (
        "2019-12-24", "Babulin was taken, and in the late afternoon al-Tah was lost.",
        ["control take babulin 24.12", "control lose al-tah 24.12"],
    ),
    "a namesake beside its list": (
        "2020-02-25", "Opposition fighters captured al-Nayrab, San and al-Salihiyah.",
        ["control opposition take al-nayrab 25.02", "control opposition take san-saraqab 25.02",
         "control opposition take al-salihiyah-saraqib 25.02"],
    ),
    "brought under somebody's control": (
        "2020-02-25", "Hass and Bisaqla were brought under army control.",
        ["control government take hass 25.02", "control government take bisaqla 25.02"],
    ),
    "any adjective before a counted noun": (
        "2019-12-24", "Rebels lost 17 populated areas on Monday.",
        ["count opposition lose 17 23.12"],
    ),
    "a total behind a count": (
        "2020-02-26", "The army captured six villages, raising the total to 41.",
        ["count government take 6 26.02", "count government take 41 26.02"],
    ),
    "towns that were taken are listed": (
        "2020-02-24", "The towns that the army took on Sunday are Hantutin and Shaykh Damis.",
        ["control government take hantutin 23.02", "control government take shaykh-damis 23.02"],
    ),
    "towns that were taken are listed, Arabic": (
        "2020-02-24", "ومن القرى التي سيطر عليها الجيش أمس حنتوتين وكفرسجنة.",
        ["control government take hantutin 23.02", "control government take kafr-sijna 23.02"],
    ),
    "a list behind a count and a time, Arabic": (
        "2020-02-26", "سيطر الجيش على خمس قرى أمس، وهي حاس وبسقلا وسحاب.",
        ["count government take 5 25.02", "control government take hass 25.02",
         "control government take bisaqla 25.02", "control government take sahab 25.02"],
    ),
    "a count that only announces its places": (
        "2019-08-20", "Hayat Tahrir al-Sham has left the two villages of Morek and Latmin.",
        ["control opposition lose morek 20.08", "control opposition lose latmin 20.08"],
    ),
    "so much separates from holding a road": (
        "2020-02-10", "12 km separate the regime from the capture of the M5.",
        ["length government remain m5 12 10.02"],
    ),
    "points near a town, Arabic": (
        "2020-02-26", "احتفظ الجيش بنقاطه قرب كفرنبل.", [],
    ),
    "a post without a name": ("2020-02-05", "الجيش يحاصر نقطتي مراقبة.", []),
    "a close approach": ("2020-01-30", "The army makes a close approach to Saraqib.", []),
    "from it, of the other place, Arabic": (
        "2019-08-14", "تعتبر الهبيط خاصرة خان شيخون، وتبعد عنها 11 كيلومتراً.",
        ["distance al-habit khan-shaykhun 11 14.08"],
    ),
    "restored": (
        "2019-05-10", "The army restored control over al-Karkat.",
        ["control government take al-karkat 10.05"],
    ),
    "a province that is entered": ("2020-02-05", "The army pushed deeper into Idlib.", []),
    "soldiers are of the army": (
        "2020-02-17", "Rebels fled. Soldiers entered Haritan.",
        ["control government enter haritan 17.02"],
    ),
    "a place between two others": (
        "2020-02-04", "تقع آفس بين سراقب وتفتناز وتبعد عن الأخيرة 10 كيلومترات.", [],
    ),
    "a clause behind a comma": (
        "2020-02-10", "After the loss of Kafr Halab, Anadan remains under opposition control.",
        ["control lose kafr-halab 10.02", "control opposition hold anadan 10.02"],
    ),
    "a second figure in feet": (
        "2019-12-26", "The army stood 3 km (9,800 ft) away from Morek.",
        ["distance government morek 3 26.12"],
    ),
    "a post with its number in brackets": (
        "2019-08-23", "The army besieged the Turkish observation post (No. 9) near Morek.",
        ["encirclement government surround Turkish observation post (No. 9) near Morek 23.08"],
    ),
    "an adverb inside a list": (
        "2019-05-11", "Loyalists seized al-Sharia and, a little later, Bab al-Taqa.",
        ["control government take al-sharia 11.05", "control government take bab-al-taqa 11.05"],
    ),
    "the ground between two towns": (
        "2020-03-26", "The land between Sarmin and Binnish is under opposition control.", [],
    ),
    "goes on holding": (
        "2020-03-12", "The opposition continues to hold Ariha.",
        ["control opposition hold ariha 12.03"],
    ),
    "fire control of another thing": (
        "2019-08-19", "After seizing Tal al-Nar the army has fire control over the highway.",
        ["control government take tal-al-nar 19.08"],
    ),
    "a hill beside a village": (
        "2019-08-09", "The army liberated al-Zakah and the hill beside it.",
        ["control government take al-zakah 09.08"],
    ),
    "pushed back so far": (
        "2020-02-04", "Fighters pushed the regime back five kilometres from Nayrab.", [],
    ),
    "who reports it, between commas": (
        "2020-02-26", "The army has taken 11 villages, a monitor said, among them Hass and Sahab.",
        ["count government take 11 26.02", "control government take hass 26.02",
         "control government take sahab 26.02"],
    ),
    "a road with another number, Arabic": (
        "2020-02-12", "سيطر الجيش على الطريق M5 ثم قطع الطريق 62.",
        ["control government take m5 12.02"],
    ),
    "a total in digits and its list, Arabic": (
        "2020-02-24", "ارتفع عدد القرى التي سيطر عليها الجيش إلى 8، وهي حاس وسحاب.",
        ["count government take 8 24.02", "control government take hass 24.02",
         "control government take sahab 24.02"],
    ),
    "civilians killed so far from a border, Arabic": (
        "2020-02-26", "قُتل مدنيون على بعد 12 كم من الحدود في مناطق المعارضة.", [],
    ),
    "to the army, in one word, Arabic": (
        "2020-01-31", "أقرب موقع للجيش يبعد 4 كيلومترات عن سراقب.",
        ["distance government saraqib 4 31.01"],
    ),
    "one kilometre, Arabic": (
        "2020-02-05", "الجيش على بعد كيلومتراً واحداً عن سراقب.",
        ["distance government saraqib 1 05.02"],
    ),
    "a town taken by forces is so far away": (
        "2020-02-13", "Sarmin, shelled by the army on Monday, is 8 km from Saraqib.",
        ["distance sarmin saraqib 8 13.02"],
    ),
    "besieged a force and a post": (
        "2019-08-23", "Troops advanced, surrounding the militants and the Turkish post in Morek.",
        ["encirclement government surround Turkish post in Morek 23.08"],
    ),
    "with a place lost": (
        "2020-02-25", "With Kafr Nabl captured, the army moved west.",
        ["control take kafr-nabl 25.02"],
    ),
    "kilometres of something between": (
        "2020-02-13", "Some 6 km of rocky ground separate the army from Binnish.",
        ["distance government binnish 6 13.02"],
    ),
    "held by forces and located": (
        "2020-01-17", "Anadan, held by rebels and situated 12 km from Aleppo, was shelled.",
        ["control opposition hold anadan 17.01", "distance anadan aleppo 12 17.01"],
    ),
    "put into somebody's hands": (
        "2020-02-11", "The seizure of Khan al-Asal put the whole M5 under government control.",
        ["control government hold m5 11.02", "control government take khan-al-asal 11.02"],
    ),
    "prevented from taking, Arabic": (
        "2019-08-10", "منعت الفصائل قوات النظام من السيطرة على السكيك.",
        ["control government take sukayk 10.08"],
    ),
    "the following villages, Arabic": (
        "2020-02-25", "تمكن الجيش من تحرير القرى التالية: حاس وبسقلا.",
        ["control government take hass 25.02", "control government take bisaqla 25.02"],
    ),
    "the following villages": (
        "2020-02-25", "The army has captured the following villages: Hass and Bisaqla.",
        ["control government take hass 25.02", "control government take bisaqla 25.02"],
    ),
    "between two forces, Arabic": (
        "2020-02-11", "المسافة بين قوات النظام في الزربة وقوات النظام في خان طومان 3 كم.", [],
    ),
    "posts in several towns, Arabic": (
        "2020-02-05", "الجيش يحاصر نقاط المراقبة التركية في مورك والصرمان.",
        ["encirclement government surround نقاط المراقبة التركية في مورك 05.02",
         "encirclement government surround نقاط المراقبة التركية في مورك, الصرمان 05.02"],
    ),
    "the last of them, Arabic": (
        "2020-02-26", "سيطر الجيش على 12 قرية، آخرها حزارين.",
        ["count government take 12 26.02", "control government take hazarin 26.02"],
    ),
    "a place that fell, in a relative clause, Arabic": (
        "2019-12-25", "بابولين التي سقطت أمس تقع على بعد 14 كم من معرة النعمان.",
        ["control fall babulin 24.12", "distance babulin maarat-al-numan 14 24.12"],
    ),
    "on either side of a road, Arabic": (
        "2020-02-14", "سيطر الجيش على جانبي الطريق M5.", [],
    ),
    "points that were lost, Arabic": (
        "2020-02-20", "استعاد الجيش النقاط التي خسرها في النيرب.", [],
    ),
    "a distance from the control of a road, Arabic": (
        "2020-02-09", "سيطر الجيش على برقوم، ومسافة 9 كم تفصله عن إكمال السيطرة على الطريق M5.",
        ["control government take barqum 09.02", "length government remain m5 9 09.02"],
    ),
    "took a village overnight and are so far away": (
        "2020-02-01", "Troops took Hish on Friday and are now positioned 9 km west of Talmenes.",
        ["control government take hish 31.01", "distance government tell-mannis 9 west 01.02"],
    ),
    "another town is still theirs, Arabic": (
        "2020-01-29", "طردت قوات النظام الفصائل من كفروما، وحاس لا تزال بيدها.",
        ["control opposition lose kafr-ruma 29.01"],
    ),
    "a post with its number, Arabic": (
        "2019-08-23", "يحاصر الجيش نقطة المراقبة التركية التاسعة في مورك.",
        ["encirclement government surround نقطة المراقبة التركية التاسعة في مورك 23.08"],
    ),
    "posts in several towns, in the passive": (
        "2020-02-16", "The Turkish posts at Anadan and Morek were encircled by the army.",
        ["encirclement government surround Turkish posts at Anadan 16.02",
         "encirclement government surround Turkish posts at Anadan, Morek 16.02"],
    ),
    "a town after a post that was taken": (
        "2020-02-16", "The army took the post at Anadan, and Hayyan was encircled by its troops.",
        ["control government take post at Anadan 16.02",
         "encirclement government surround hayyan 16.02"],
    ),
    "a town that followed": (
        "2020-02-12", "The army took Saraqib on Saturday, and a day later Khan Tuman followed.",
        ["control government take saraqib 08.02", "control government take khan-tuman 09.02"],
    ),
    "forces that followed": ("2020-02-12", "Rebels followed the army to Saraqib.", []),
    "held on to win": ("2020-02-08", "Hama held on to win the match.", []),
}  # fmt: skip


def of_places(findings):
    return [one for one in of_all(findings) if "northern hama" not in one]


def test_each_kind_of_sentence_is_read_as_by_hand(checker):
    wrong = read_otherwise(checker, READ, of_places)
    assert wrong == [], wrong


#: None of it is the writer's own statement, or whole, or sure.
NEVER_CONTRADICTED = {
    "denied": ("2020-02-27", "State media denied the fall of Saraqib."),
    "denied reports that": ("2019-05-22", "He denied reports that Kafr Nabudah had been lost."),
    "denied, Arabic": ("2019-12-26", "نفت الفصائل سيطرة النظام على التح."),
    "alleged": ("2020-02-20", "Rebels claimed to have captured Nayrab."),
    "only for a while": ("2020-02-20", "Rebels temporarily held Nayrab."),
    "some reports": ("2020-03-02", "Some reports said that rebels had seized Kafr Nabl."),
    "reportedly": ("2020-03-02", "Rebels reportedly seized Kafr Nabl."),
    "posts in a list": ("2020-02-19", "The army surrounds Turkish posts at Morek and al-Surman."),
    "to a place not named with it": ("2020-02-24", "The army holds Rakaya. Hass is 19 km north."),
    "failed": ("2019-08-16", "فشلت قوات النظام في اقتحام تل السكيك."),
    "nobody surrounds": ("2019-12-23", '"We encircled the Turkish post at al-Surman," he said.'),
    "a week after losing it": ("2020-03-02", "The army took Saraqib, a week after losing it."),
    "a length of the road": ("2020-02-10", "13 km, a tenth of the M5, is under rebel control."),
    "two sides at once": ("2020-02-20", "The regime and rebel groups took Nayrab."),
    "a list in a direction": ("2020-01-24", "Abu Jarif and Tal Kursian lie east of Saraqib."),
    "a night of two days": ("2019-12-25", "استعادت الفصائل البرسة ليل الثلاثاء."),
    "the latter": ("2020-02-04", "تقع النيرب بين سراقب وإدلب وتبعد عن الأخيرة 8 كيلومترات."),
    "a road with unreported parts": ("2020-02-11", "The army held 50 km of the M4."),
    "the last kilometres of a road": ("2020-02-11", "Only two km of the M5 remain to be taken."),
    "a stretch taken lately": ("2020-02-08", "The army seized 30 km of the M5."),
    "a rough area": ("2020-02-10", "Since 24 January the army has retaken 750 square kilometres."),
}  # fmt: skip


def test_what_is_not_sure_is_never_contradicted(checker):
    wrong = []
    for kind, (day, text) in NEVER_CONTRADICTED.items():
        result = checker.check(text, date.fromisoformat(day))
        words = [finding.verdict.word for finding in result.findings]
        if "contradicted" in words or not (words or result.not_understood):
            wrong.append((kind, words))
    assert wrong == []


def test_every_place_that_is_named_is_in_a_claim_or_listed_with_a_reason(checker):
    text = "Families fled Jarjanaz, Babulin and Hish for northern Idlib. The army took Saraqib."
    result = checker.check(text, date(2020, 2, 8))
    names = [one for one in result.not_understood if one.kind == "name"]
    assert [one.text for one in names] == ["Jarjanaz, Babulin and Hish", "northern Idlib"]
    assert "nothing about it is stated" in names[0].reason
    assert "only says where" in names[1].reason


def test_a_region_is_counted_and_not_judged(checker):
    text = "Government forces have taken full control of southern Idlib."
    (finding,) = checker.check(text, date(2020, 2, 27)).findings
    assert (finding.claim.target.kind, finding.claim.target.id) == ("region", "southern idlib")
    assert finding.verdict.word == "cannot tell"
    assert sum(finding.facts["held"].values()) == finding.facts["places"] > 100


def test_the_sides_of_a_siege_are_looked_at(checker):
    day = date(2020, 1, 27)
    words = {
        side: checker.check(f"The army besieged Maarat al-Numan from the {side}.", day)
        .findings[0].verdict.word
        for side in ("east", "west")
    }  # fmt: skip
    assert words == {"east": "supported", "west": "cannot tell"}


def test_a_post_has_the_id_of_the_place_that_it_is_named_after(checker, atlas):
    from frontline.claims.serialize import finding_json

    text = "The army surrounded the Turkish observation post near Morek."
    (finding,) = checker.check(text, date(2019, 8, 23)).findings
    reading = finding_json(finding, atlas)["reading"]
    assert (reading["target"], reading["target_kind"]) == ("morek", "post")
