-- Marker shortcuts
mk = {
	con = "80x80-red-green-anim.gif",
	gov = "Location dot red.svg",
}
--[==[ { lat = "0.200", long = "30.000", mark = "Location dot red.svg", label = "[[Alder]]" }, ]==]
return {
	secondaryModules = { [[Module:Land_overview_map|Module:Land overview map]] },
	marks = {
		-- Upper
		{ lat = "0.200", long = "30.000", mark = "Dot green 0d0.svg", marksize = "8", label = "[[Alder, Land|Alder]]", link = "Alder", label_size = "0", position = "top" },
		{ lat = "0.201", long = "30.101", mark = mk.gov, marksize = 8, label = "[[Birch]]" },
		{ lat = "0.200", long = "30.200", mark = "Map-arcNE-red.svg", marksize = "12" },
		-- Middle
		{ lat = "0.100", long = "30.100", mark = mk.con, marksize = 8, label = "'''Elm'''", link = "Battle of Elm" },
		{ lat = "0.100", long = "30.200", mark = mk.unknown, label = "Fir" },
		{ lat = "0.100", long = "30.200", mark = "Mountain pass 12x12 n.svg", marksize = "20" },
		{ lat = "0.050", long = "30.050", mark = "3x3dot-red.svg", marksize = "6" },
		{ lat = "30.200", long = "0.000", mark = mk.gov, label = "[[Ivy]]" },
	},
	containerArgs = { 'Land', maplink = '', caption = [=[Control: [[File:Location_dot_red.svg|11px]] South]=] },
}
