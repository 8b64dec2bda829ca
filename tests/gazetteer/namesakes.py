"""Places with names that are shared, near each other, or spelt in many ways."""

from __future__ import annotations

from frontline.models import Place


def place(  # noqa: PLR0913 - each field has a default
    place_id: str,
    name: str,
    name_ar: str = "",
    *names: str,
    kind: str = "village",
    at: tuple[float, float] = (36.6, 35.4),
    area: tuple[str, str] = ("Hama", "Suran"),
    codes: tuple[str, str] = ("", ""),
) -> Place:
    return Place(
        id=place_id,
        name=name,
        name_ar=name_ar,
        names=names,
        kind=kind,
        lon=at[0],
        lat=at[1],
        position_error_m=100,
        admin1=area[0],
        admin3=area[1],
        admin1_pcode=codes[0],
        admin3_pcode=codes[1],
        sources=("test",),
        licence="CC0",
    )


PLACES = [
    place("khan", "Khan Shaykhun", "خان شيخون", "Chan Scheichun", kind="town", area=("Idlib", "K")),
    place("habit", "al-Habit", "الهبيط", "Hobeit", "Hbit"),
    place("latmin", "Latmin", "لطمين"),
    place("lataminah", "al-Lataminah", "اللطامنة", kind="town"),
    place("mantar-w", "al-Mantar", "المنطار", at=(36.586, 35.444), area=("Idlib", "Khan")),
    place("mantar-s", "al-Mantar", "منطار", at=(37.4, 34.9), codes=("SY05", "SY050501")),
    place("sharqi", "Dayr al-Sharqi", "الدير الشرقي"),
    place("gharbi-far", "Kafr Buhum al-Gharbiyah", "كفر بهم الغربية"),
    place("jableh", "Jableh", "جبلة", kind="town", at=(35.93, 35.36), area=("Latakia", "Jableh")),
    place("jabala", "Jabala", "جبالا", at=(36.6, 35.6), area=("Idlib", "Kafr Nobol")),
    place("jurin", "Jurin", "جورين", at=(36.2, 35.6)),
    place("jorin", "Jorin", "", at=(36.3, 35.7)),
    place("rashidin-4", "al-Rashidin 4"),
    place("hill", "Tal al-Hamamiyat", "تل الحماميات", kind="hill"),
    place("salihiyah", "al-Salihiyah", "الصالحية", "Burj (Aleppo)"),
]
