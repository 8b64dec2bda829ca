"""An article with claims of every kind, for the tests of the checker and of its report."""

#: The statements of an agency report of that day, rewritten.
ARTICLE = """Loyalist forces captured several rebel-held villages in northwest Syria on Thursday.
They are closing in on Khan Sheikhoun, a key opposition-held town in Idlib province.
Pro-regime troops stood just three kilometres (1.8 miles) from Khan Sheikhoun on Thursday, after
capturing five villages to the northwest overnight, a monitor said.
The town lies on a key highway which links the capital Damascus with the city of Aleppo.
"The aim is to surround Khan Sheikhun and reach the highway," its head said.
Fighting on Thursday killed 20 regime combatants and 24 rebels.
"""
