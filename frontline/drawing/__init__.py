"""Maps as single files: folium lives behind this wall and nowhere else.

`frontline.drawing.page` is the door: `day_map`, `animation`, `index` and `save`.
"""
