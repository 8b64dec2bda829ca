"""From reports to who held what: rules, assessments, timelines."""
