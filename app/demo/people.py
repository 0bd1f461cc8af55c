"""The named cast: two schools of one trust and the people of both. The tests and the demonstration share it.

Everybody is invented.
"""

from __future__ import annotations

from datetime import date

TRUST = "Tideway Trust"
URNS = {"A": "999901", "B": "999902"}
NAMES = {"A": "Harbour View School", "B": "Millfield Academy"}
DOMAINS = {"A": "harbourview.example", "B": "millfield.example"}

# school, code, first name, last name, role, job title, year groups, registration group
STAFF = (
    ("A", "T-OKO", "Tamsin", "Okoro", "staff", "Teacher of geography", (), None),
    ("A", "T-VAL", "Idris", "Vale", "tutor", "Tutor of 8B", (), "8B"),
    ("A", "P-NAI", "Priya", "Nair", "pastoral_lead", "Head of lower school", ("7", "8", "9"), None),
    ("A", "F-MUN", "Ged", "Munro", "facilitator", "Restorative practice lead", (), None),
    ("A", "S-LIN", "Sofia", "Lindqvist", "senco", "SENCo", (), None),
    ("A", "D-AKA", "Dele", "Akande", "dsl", "Designated safeguarding lead", (), None),
    ("A", "H-MAR", "Helen", "Marsh", "headteacher", "Headteacher", (), None),
    ("A", "H-BEV", "Rhys", "Bevan", "deputy_headteacher", "Deputy headteacher", (), None),
    ("A", "M-TAN", "Mei", "Tan", "data_manager", "Data manager", (), None),
    ("A", "G-WHI", "Grace", "Whitlock", "governor", "Governor", (), None),
    ("A", "O-SID", "Omar", "Siddiqui", "data_protection_officer", "Data protection officer", (), None),
    ("A", "B-BOY", "Tessa", "Boyd", "trust_lead", "Trust lead for inclusion", (), None),
    ("B", "H-OJO", "Bola", "Ojo", "headteacher", "Headteacher", (), None),
    ("B", "T-CAR", "Bryn", "Carey", "staff", "Teacher of music", (), None),
)

# school, mis_id, first name, last name, born, year, group, SEN provision, FSM
PUPILS = (
    ("A", "P001", "Maya", "Lewis", date(2014, 2, 11), "8", "8B", "N", False),
    ("A", "P002", "Tom", "Adeyemi", date(2013, 11, 3), "8", "8B", "K", True),
    ("A", "P003", "Zoë", "O'Neil", date(2012, 12, 24), "9", "9C", "N", False),
    ("A", "P004", "Kacper", "Nowak", date(2015, 5, 30), "7", "7A", "N", True),
    ("A", "P005", "Aisha", "Rahman", date(2010, 9, 17), "11", "11D", "E", False),
    ("A", "P006", "Jun", "Park", date(2013, 10, 8), "8", "8B", "N", False),
    ("A", "P007", "Ffion", "Prosser", date(2014, 6, 21), "8", "8A", "N", False),
    ("A", "P008", "Luca", "Moretti", date(2013, 4, 2), "9", "9C", "K", True),
    ("A", "P009", "Nia", "Campbell", date(2015, 1, 19), "7", "7A", "N", False),
    ("A", "P010", "Samir", "Haddad", date(2011, 7, 5), "10", "10B", "N", True),
    ("B", "P001", "Callum", "Reid", date(2013, 12, 12), "8", "8M", "N", False),
    ("B", "P002", "Lena", "Fox", date(2014, 3, 28), "8", "8M", "N", False),
)


def email_of(role: str, school: str = "A") -> str:
    """The address with which the holder of `role` signs in."""
    row = next(row for row in STAFF if row[0] == school and row[4] == role)
    return f"{row[2]}.{row[3]}@{DOMAINS[school]}".lower()


def upn_of(number: int) -> str:
    """An invented UPN with its right check letter (weights 2 to 13, modulo 23; statutory.md 2)."""
    digits = f"9999{number:08d}"
    total = sum(int(digit) * weight for weight, digit in enumerate(digits, start=2))
    return "ABCDEFGHJKLMNPQRTUVWXYZ"[total % 23] + digits
