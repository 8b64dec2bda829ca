"""Make the basemap of stills from Natural Earth.

Usage: python tools/basemap.py FOLDER, which holds layers of Natural Earth (public domain,
https://www.naturalearthdata.com/) as ``ne_50m_land.geojson.gz`` and so on. Two files are written
into frontline/basemap: the world at 1:50 million, and the region of the built-in
record at 1:10 million. Arabic names of countries are those of CLDR, from Babel.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import numpy as np
import shapely
from babel import Locale
from shapely.geometry import shape

OUT = Path(__file__).parent.parent / "frontline" / "basemap"
WORLD = (-180.0, -90.0, 180.0, 90.0)
LEVANT = (33.0, 32.0, 42.0, 39.0)

#: Outlines that only find where the name of a country or sea fits are coarse, in degrees.
LABEL_STEP = 0.2
#: Cities of at least this many people.
CITY_POPULATION = 150_000

#: Codes that the layer of countries leaves out.
CODES = {"FRA": "FR", "NOR": "NO"}
#: Cities that the press in English spells in another way than Natural Earth.
CITIES = {
    "Kiev": "Kyiv",
    "Odessa": "Odesa",
    "Lvov": "Lviv",
    "Kirovohrad": "Kropyvnytskyi",
    "Khmelnytskyy": "Khmelnytskyi",
    "Uzhgorod": "Uzhhorod",
    "Sevastapol": "Sevastopol",
    "Zaporizhzhya": "Zaporizhzhia",
    "Mykolayiv": "Mykolaiv",
    "Rostov": "Rostov-on-Don",
    "Al Ladhiqiyah": "Latakia",
    "Hims": "Homs",
    "Hamah": "Hama",
    "Hatay": "Antakya",
    "Ar Raqqah": "Raqqa",
    "Icel": "Mersin",
    "Dayr az Zawr": "Deir ez-Zor",
    "Lemosos": "Limassol",
    "Trablous": "Tripoli",
    "Saida": "Sidon",
    "Al Khalil": "Hebron",
    "Beer Sheva": "Beersheba",
    "Az Zarqa": "Zarqa",
    "Irbil": "Erbil",
    "As Sulaymaniyah": "Sulaymaniyah",
    "Dahuk": "Duhok",
    "Ar Ramadi": "Ramadi",
    "Al Fallujah": "Fallujah",
    "An Najaf": "Najaf",
    "An Nasiriyah": "Nasiriyah",
    "Al Kut": "Kut",
    "Al Amarah": "Amarah",
    "Ad Diwaniyah": "Diwaniyah",
    "Banghazi": "Benghazi",
    "Tubruq": "Tobruk",
    "Az Zawiyah": "Zawiya",
    "Niyala": "Nyala",
    "Medani": "Wad Madani",
    "El Manaqil": "Al Managil",
    "Geneina": "El Geneina",
    "Al Hudaydah": "Hodeidah",
    "Taizz": "Taiz",
    "Al Mukalla": "Mukalla",
    "Bandar-e-Abbas": "Bandar Abbas",
    "Kondoz": "Kunduz",
    "Meymaneh": "Maymana",
    "Rangoon": "Yangon",
    "Nazret": "Adama",
    "Dese": "Dessie",
    "Ganca": "Ganja",
    "Sumqayt": "Sumqayit",
    "Groznyy": "Grozny",
    "Bur Said": "Port Said",
    "El Giza": "Giza",
    "Kismaayo": "Kismayo",
    "Ndjamena": "N'Djamena",
}
#: Natural Earth has this city twice.
REPEATED = {"Antioch"}

#: Names of seas in Arabic; a sea without one has no name on an Arabic map.
SEAS_AR = {
    "Adriatic Sea": "البحر الأدرياتيكي",
    "Aegean Sea": "بحر إيجة",
    "Arabian Sea": "بحر العرب",
    "Baltic Sea": "بحر البلطيق",
    "Black Sea": "البحر الأسود",
    "Caspian Sea": "بحر قزوين",
    "Gulf of Aden": "خليج عدن",
    "Gulf of Oman": "خليج عُمان",
    "Indian Ocean": "المحيط الهندي",
    "Mediterranean Sea": "البحر الأبيض المتوسط",
    "North Sea": "بحر الشمال",
    "Red Sea": "البحر الأحمر",
    "Sea of Azov": "بحر آزوف",
}

#: Names of cities in Arabic, as the press writes them; a city without one has no name on an Arabic
#: map. Cities of one name in two countries are told apart below.
CITIES_AR = {
    "Cairo": "القاهرة",
    "Istanbul": "إسطنبول",
    "Tehran": "طهران",
    "Baghdad": "بغداد",
    "Khartoum": "الخرطوم",
    "Riyadh": "الرياض",
    "Alexandria": "الإسكندرية",
    "Ankara": "أنقرة",
    "Algiers": "الجزائر",
    "Casablanca": "الدار البيضاء",
    "Tel Aviv-Yafo": "تل أبيب",
    "Jeddah": "جدة",
    "Aleppo": "حلب",
    "Giza": "الجيزة",
    "İzmir": "إزمير",
    "Mashhad": "مشهد",
    "Damascus": "دمشق",
    "Tunis": "تونس",
    "Omdurman": "أم درمان",
    "Baku": "باكو",
    "Kuwait": "الكويت",
    "Ad Damman": "الدمام",
    "Sanaa": "صنعاء",
    "Beirut": "بيروت",
    "Rabat": "الرباط",
    "Isfahan": "أصفهان",
    "Bursa": "بورصة",
    "Doha": "الدوحة",
    "Karaj": "كرج",
    "Tabriz": "تبريز",
    "Makkah": "مكة",
    "Dubai": "دبي",
    "Mosul": "الموصل",
    "Adana": "أضنة",
    "Shiraz": "شيراز",
    "Benghazi": "بنغازي",
    "Sharjah": "الشارقة",
    "Yerevan": "يريفان",
    "Tbilisi": "تبليسي",
    "Amman": "عمّان",
    "Gaziantep": "غازي عنتاب",
    "Jerusalem": "القدس",
    "Haifa": "حيفا",
    "Medina": "المدينة المنورة",
    "Homs": "حمص",
    "Fez": "فاس",
    "Aden": "عدن",
    "Ahvaz": "الأهواز",
    "N'Djamena": "إنجمينا",
    "Duhok": "دهوك",
    "Qom": "قم",
    "Erbil": "أربيل",
    "Konya": "قونية",
    "Zarqa": "الزرقاء",
    "Tarsus": "طرسوس",
    "Marrakesh": "مراكش",
    "Basra": "البصرة",
    "Kermanshah": "كرمانشاه",
    "Agadir": "أكادير",
    "Oran": "وهران",
    "Antalya": "أنطاليا",
    "Hodeidah": "الحديدة",
    "Trabzon": "طرابزون",
    "Taiz": "تعز",
    "Tangier": "طنجة",
    "Nouakchott": "نواكشوط",
    "Muscat": "مسقط",
    "Sulaymaniyah": "السليمانية",
    "Meknes": "مكناس",
    "Najaf": "النجف",
    "At Taif": "الطائف",
    "Ismaïlia": "الإسماعيلية",
    "Irbid": "إربد",
    "Diyarbakır": "ديار بكر",
    "Al Hufuf": "الهفوف",
    "Port Said": "بورسعيد",
    "Asmara": "أسمرة",
    "Mersin": "مرسين",
    "Samsun": "سامسون",
    "Luxor": "الأقصر",
    "Constantine": "قسنطينة",
    "Abu Dhabi": "أبوظبي",
    "Kirkuk": "كركوك",
    "El Mansura": "المنصورة",
    "Sohag": "سوهاج",
    "Al Hillah": "الحلة",
    "Kayseri": "قيصري",
    "Urmia": "أرومية",
    "Kerman": "كرمان",
    "Manama": "المنامة",
    "Kenitra": "القنيطرة",
    "Tabuk": "تبوك",
    "Latakia": "اللاذقية",
    "Hamadan": "همدان",
    "Eskişehir": "إسكي شهر",
    "Karbala": "كربلاء",
    "Suez": "السويس",
    "Gaza": "غزة",
    "Annaba": "عنابة",
    "Damanhûr": "دمنهور",
    "El Minya": "المنيا",
    "Douma": "دوما",
    "Beni Suef": "بني سويف",
    "Port Sudan": "بورتسودان",
    "Malatya": "ملطية",
    "Bandar Abbas": "بندر عباس",
    "Hama": "حماة",
    "Sfax": "صفاقس",
    "Nasiriyah": "الناصرية",
    "Şanlıurfa": "شانلي أورفا",
    "Erzurum": "أرضروم",
    "Asyut": "أسيوط",
    "Ardabil": "أردبيل",
    "Oujda": "وجدة",
    "Al Ayn": "العين",
    "Tanta": "طنطا",
    "Kassala": "كسلا",
    "Buraydah": "بريدة",
    "El Obeid": "الأبيض",
    "Nyala": "نيالا",
    "Misratah": "مصراتة",
    "Hail": "حائل",
    "Béjaïa": "بجاية",
    "Kahramanmaraş": "كهرمان مرعش",
    "Khorramabad": "خرم آباد",
    "Denizli": "دنيزلي",
    "Van": "وان",
    "Abadan": "عبادان",
    "Najran": "نجران",
    "Al-Qatif": "القطيف",
    "Diwaniyah": "الديوانية",
    "Zanjan": "زنجان",
    "Sanandaj": "سنندج",
    "Amarah": "العمارة",
    "Kosti": "كوستي",
    "Wad Madani": "ود مدني",
    "Sousse": "سوسة",
    "Kut": "الكوت",
    "El Faiyum": "الفيوم",
    "Dezful": "دزفول",
    "Aswan": "أسوان",
    "Deir ez-Zor": "دير الزور",
    "Antakya": "أنطاكية",
    "Ganja": "كنجة",
    "Batman": "بطمان",
    "Qena": "قنا",
    "Dumyat": "دمياط",
    "Baqubah": "بعقوبة",
    "Al Mubarraz": "المبرز",
    "Al Kharj": "الخرج",
    "İskenderun": "إسكندرون",
    "Ramadi": "الرمادي",
    "Sakarya": "سكاريا",
    "Zagazig": "الزقازيق",
    "Hebron": "الخليل",
    "Batna": "باتنة",
    "Rize": "ريزه",
    "Sétif": "سطيف",
    "Elâzığ": "إلازيغ",
    "Yanbu al Bahr": "ينبع",
    "Sivas": "سيواس",
    "Tobruk": "طبرق",
    "Balıkesir": "باليكسير",
    "Mukalla": "المكلا",
    "El Fasher": "الفاشر",
    "Hafar al Batin": "حفر الباطن",
    "Manisa": "مانيسا",
    "Al Jubayl": "الجبيل",
    "Ibb": "إب",
    "Fallujah": "الفلوجة",
    "Nicosia": "نيقوسيا",
    "Limassol": "ليماسول",
    "Adıyaman": "أديامان",
    "Arar": "عرعر",
    "Gabès": "قابس",
    "Mallawi": "ملوي",
    "Nablus": "نابلس",
    "Abha": "أبها",
    "Hajjah": "حجة",
    "Beersheba": "بئر السبع",
    "Salalah": "صلالة",
    "Biskra": "بسكرة",
    "Al Khums": "الخمس",
    "Gedaref": "القضارف",
    "Zawiya": "الزاوية",
    "Taza": "تازة",
    "Rashid": "رشيد",
    "Aydın": "آيدين",
    "Al Jahra": "الجهراء",
    "Dhamar": "ذمار",
    "Laayoune": "العيون",
    "Shendi": "شندي",
    "Kütahya": "كوتاهية",
    "Corum": "جوروم",
    "Shibin el Kom": "شبين الكوم",
    "El Jadida": "الجديدة",
    "Zuwarah": "زوارة",
    "El Arish": "العريش",
    "Raqqa": "الرقة",
    "El Oued": "الوادي",
    "Ouargla": "ورقلة",
    "As Samawah": "السماوة",
    "Sidon": "صيدا",
    "Isparta": "إسبرطة",
    "Tébessa": "تبسة",
    "Djelfa": "الجلفة",
    "Al Marj": "المرج",
    "Atbara": "عطبرة",
    "Benha": "بنها",
    "Hawalli": "حولي",
    "Tartus": "طرطوس",
    "Mahabad": "مهاباد",
    "El Geneina": "الجنينة",
    "Ash Shatrah": "الشطرة",
    "Settat": "سطات",
    "Ras al Khaymah": "رأس الخيمة",
    "Zarzis": "جرجيس",
    "Samarra": "سامراء",
    "Abéché": "أبشي",
    "Hurghada": "الغردقة",
    "Afyon": "أفيون",
    "Zonguldak": "زونغولداق",
    "Ordu": "أوردو",
    "Batumi": "باطومي",
    "Nusaybin": "نصيبين",
    "Zabīd": "زبيد",
    "Samalut": "سمالوط",
    "Ilam": "إيلام",
    "Al Managil": "المناقل",
    "Nazareth": "الناصرة",
    "Suhar": "صحار",
    "Keren": "كرن",
}
#: Cities of one name, by the whole degrees of longitude and latitude.
CITIES_AR_AT = {("Tripoli", 13, 33): "طرابلس الغرب", ("Tripoli", 36, 34): "طرابلس"}


def features(folder, name):
    with gzip.open(folder / f"ne_{name}.geojson.gz", "rt", encoding="utf-8") as file:
        for feature in json.load(file)["features"]:
            if feature["geometry"] is not None:
                yield feature["properties"], shape(feature["geometry"])


def clipped(folder, name, bounds):
    for properties, geometry in features(folder, name):
        inside = shapely.clip_by_rect(shapely.make_valid(geometry), *bounds)
        if not inside.is_empty:
            yield properties, inside


def encode(geometry, steps):
    """Write each polygon as a list of rings, or each line as one: differences of whole steps."""
    encoded = []
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            rings = [encode_line(ring, steps) for ring in shapely.get_rings(part)]
            if len(rings[0]) > 6:
                encoded.append([ring for ring in rings if len(ring) > 6])
        elif part.geom_type == "LineString":
            line = encode_line(part, steps)
            if len(line) > 2:
                encoded.append(line)
    return encoded


def encode_line(line, steps):
    whole = np.rint(shapely.get_coordinates(line) * steps).astype(int)
    moved = np.diff(whole, axis=0, prepend=[[0, 0]])
    return moved[np.r_[True, moved[1:].any(axis=1)]].ravel().tolist()


def layers(folder, scale, bounds, steps):
    borders = list(clipped(folder, f"{scale}_admin_0_boundary_lines_land", bounds))
    disputed = [line for kind, line in borders if "nternational" not in kind["featurecla"]]
    settled = [line for kind, line in borders if "nternational" in kind["featurecla"]]
    return {
        "bounds": bounds,
        "steps": steps,
        "land": [p for _, g in clipped(folder, f"{scale}_land", bounds) for p in encode(g, steps)],
        "lakes": [
            p for _, g in clipped(folder, f"{scale}_lakes", bounds) for p in encode(g, steps)
        ],
        "rivers": [
            {"rank": kind["scalerank"], "lines": encode(g, steps)}
            for kind, g in clipped(folder, f"{scale}_rivers_lake_centerlines", bounds)
        ],
        "borders": [line for g in settled for line in encode(g, steps)],
        "disputed": [line for g in disputed for line in encode(g, steps)],
    }


def countries(folder, steps):
    arabic = Locale("ar").territories
    for properties, geometry in features(folder, "50m_admin_0_countries"):
        coarse = shapely.simplify(geometry, LABEL_STEP)
        yield {
            "en": properties["NAME"],
            "ar": arabic.get(CODES.get(properties["ADM0_A3"], properties["ISO_A2"]), ""),
            "rank": properties["scalerank"],
            "outline": encode(coarse if not coarse.is_empty else geometry, steps),
        }


def seas(folder, steps):
    for properties, geometry in features(folder, "10m_geography_marine_polys"):
        name = " ".join(properties.get("name", "").split())
        name = name.title() if name.isupper() else name
        if name and properties["scalerank"] <= 4:
            coarse = shapely.simplify(geometry, LABEL_STEP)
            yield {
                "en": name,
                "ar": SEAS_AR.get(name, ""),
                "rank": properties["scalerank"],
                "outline": encode(coarse, steps),
            }


def cities(folder):
    for properties, geometry in features(folder, "10m_populated_places_simple"):
        name = properties["name"]
        if properties["pop_max"] >= CITY_POPULATION and name not in REPEATED:
            own = CITIES.get(name, name)
            at = own, round(geometry.x), round(geometry.y)
            yield [
                own,
                properties["pop_max"] // 1000,
                round(geometry.x, 3),
                round(geometry.y, 3),
                CITIES_AR_AT.get(at, CITIES_AR.get(own, "")),
            ]


def write(name, value):
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    (OUT / name).write_text(text + "\n", "utf-8")
    print(name, f"{len(text.encode()) / 1e6:.2f} MB")


def main():
    folder = Path(sys.argv[1])
    OUT.mkdir(parents=True, exist_ok=True)
    world = layers(folder, "50m", WORLD, 200)
    world |= {
        "countries": list(countries(folder, 200)),
        "seas": list(seas(folder, 200)),
        "cities": sorted(cities(folder), key=lambda city: -city[1]),
    }
    write("world.json", world)
    write("levant.json", layers(folder, "10m", LEVANT, 10_000))


if __name__ == "__main__":
    main()
