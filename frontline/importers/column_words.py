"""Names of columns in other languages than English and Arabic, by field.

They are only guessed: the user sees the guess, and agrees or states the column.
"""

from __future__ import annotations

_WORDS = {
    "place": (
        "місце|населений пункт|село|місто|место|населённый пункт|населенный пункт|город|"
        "lieu|localité|lugar|localidad|ort|ortschaft|yer|köy|מקום|ቦታ|መንደር|روستا|شهر|محل|مکان|"
        "miejscowość|wieś|localitate|località|plaats"
    ),
    "day": (
        "дата|день|коли|когда|jour|fecha|día|datum|tarih|gün|תאריך|ቀን|data|giorno|dzień|dato|"
        "تاریخ|روز|رۆژ"
    ),
    "after": (
        "сторона|контроль|під контролем|хто контролює|под контролем|contrôle|contrôlé par|"
        "controlado por|bando|kontrolle|kontrolliert von|kontrol|taraf|צד|שליטה|כוח שולט|ተቆጣጣሪ|"
        "کنترل|طرف|contrôlée par|camp|controllo|controllato da|kontrola|strona"
    ),
    "before": "раніше|попередній|раньше|до этого|avant|antes|vorher|önce",
    "publisher": (
        "джерело|источник|медіа|сми|fuente|quelle|kaynak|מקור|ምንጭ|منبع|رسانه|média|médias|"
        "medio|medios|fonte|źródło"
    ),
    "url": (
        "посилання|ссылка|лінк|lien|enlace|bağlantı|קישור|አድራሻ|ማገናኛ|پیوند|لینک|collegamento|adres"
    ),
    "lon": "довгота|долгота|longitud|längengrad|boylam|خط الطول|אורך",
    "lat": "широта|latitud|breitengrad|enlem|خط العرض|רוחב",
    "note": "примітка|примітки|примечание|remarque|nota|notas|bemerkung|anmerkung|açıklama|הערה",
}
#: Names of columns by field of `frontline.importers.columns.FIELDS`.
FOREIGN_NAMES = {field: tuple(words.split("|")) for field, words in _WORDS.items()}
