"""Self-contained HTML maps. This is the only package that uses folium."""
