"""The rest of the demonstration's staff: teachers, tutors, heads of year and facilitators without a login of their own.

The named cast (`people.py`) has one person per role; a school of 1,200 has more.
"""

from __future__ import annotations

# code, first name, last name, roles, job title, year groups, registration group
MORE_STAFF = (
    ("P-ZIE", "Marek", "Zielinski", "pastoral_lead", "Head of upper school", ("10", "11"), None),
    ("F-ACH", "Nkem", "Achebe", "facilitator;staff", "Learning mentor", (), None),
    ("T-HAL", "Bryony", "Hale", "tutor;staff", "Teacher of mathematics, tutor of 10B", (), "10B"),
    ("T-DRU", "Callan", "Drummond", "tutor;staff", "Teacher of English, tutor of 7A", (), "7A"),
    ("T-SET", "Meera", "Sethi", "tutor;staff", "Teacher of biology, tutor of 9C", (), "9C"),
    ("T-FON", "Louis", "Fontaine", "staff", "Teacher of French", (), None),
    ("T-ABD", "Halima", "Abdi", "staff", "Teacher of chemistry", (), None),
    ("T-GRE", "Owain", "Gregory", "staff", "Teacher of physical education", (), None),
    ("T-LUN", "Astrid", "Lund", "staff", "Teacher of art", (), None),
    ("T-KER", "Davy", "Kerrigan", "staff", "Lunchtime supervisor", (), None),
    ("T-BAP", "Simone", "Baptiste", "staff", "Teaching assistant", (), None),
    ("T-WAR", "Frances", "Wardle", "staff", "Librarian", (), None),
)
# Who has been on which course, and when in September of which year before this one: code, course, level, hours, years ago.
TRAINED = (
    ("F-MUN", "Restorative facilitation", "facilitator", "24", 1),
    ("F-ACH", "Restorative facilitation", "facilitator", "24", 0),
    ("H-BEV", "Restorative facilitation", "facilitator", "24", 1),
    ("P-NAI", "Restorative facilitation", "facilitator", "24", 0),
    ("P-ZIE", "Circles and meetings", "circles", "8", 1),
    ("T-VAL", "Circles and meetings", "circles", "8", 1),
    ("T-HAL", "Circles and meetings", "circles", "8", 0),
    ("T-DRU", "Introduction", "introduction", "3", 1),
    ("T-OKO", "Introduction", "introduction", "3", 1),
    ("T-SET", "Introduction", "introduction", "3", 2),
    ("T-GRE", "Introduction", "introduction", "3", 2),
)
