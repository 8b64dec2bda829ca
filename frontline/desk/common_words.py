"""Words of the language that fold like names of places, and first words of such names."""

from __future__ import annotations

__all__ = ["COMMON_AR", "COMMON_EN", "HEADS", "NO_NAMES"]

COMMON_EN = """
is as by are type pre man have shall has set center centre share re some then main third tree
open header help hash than try nor array break home here safe yes parse bytes below win bits
graph bench uri java core martin shell certain mean three cover tom seen thread side save able
min media bye sep tell brian newer guy apple said easily course care park ten sat court truth
sorry isa sid lea kenneth marie sin tin bears aware tony bay ary mir tan spa sean hare mart
tells bee army air arab syria syrian state party front north south east west new old after
before during under over these those their they them there then more most many several our
russia russian turkey turkish iran iranian sunday monday february march april may june july
august october november president minister united nations human rights observatory war all
another also an and any at be but for from he her his how if in into it its no not now of off on
one only or out own she so such that the this to up was we were what when where which while who
why will with would you your rami abdul rahman hussein ahmed mohammed ali omar khaled hassan
assad bashar tal tel tall khan sheikh jabal abu umm deir dayr bayt beit
"""

COMMON_AR = """
تل تله دير خان برج جبل نهر قلعه حاره عاليه عاجل عامود زياره زياده نهضه واسطه حريه حرف حلول خلا
نفق فندق مشهد منزله مغاره مطله متوسطه ملك نجيب كريم حازم مسعود جابر رامي صخر سحاب حوران قاهره
علميه سلوم خطاب ظهر راع حرش شجر عزيزيه رماديه عرفا حاضر سكر حريق اجلاس اذار بيوت عين جنان تين
غازي صفا هنا عمر علي حسن حسين احمد محمد جيد جيب سباع دوما بركه بره عرا حله جوره قناه محمديه
هاشميه متعارضات مرادي قاهري جديده جديد شير نبهان ابراهيم يوسف سعيد نحل غزال دانا مراكز شغر سلب
سرج ربه حور حوا قبه ابين سان طيبه تحتايا عقرب علما عليه شعبه شعيره كور كوره
"""

HEADS = """
kafr kfar kafar tal tall tell tel khirbat khirbet kherbet maarat maaret maar ayn ain ein bayt
beit dayr deir abu umm jabal jebel khan sheikh shaykh wadi jisr qalaat rasm hawijat mughr كفر تل
تله خربه معره معر عين بيت دير ابو ام جبل خان شيخ الشيخ وادي جسر قلعه رسم حويجه مغر
"""

NO_NAMES = """
it they he she we you i the a an this that these those its their his her our there here in on at
after before by with from for of to and but or as when while once having has have had both some
many most only just about around nearly one two three four five six seven eight nine ten first
last now then today yesterday earlier later meanwhile however also several few all no not if
although though since until despite under over near between during through which who what where
read more local state media sources activists residents civilians monday tuesday wednesday
"""
