"""The official reasons of a suspension or permanent exclusion: codes and labels of the Common Basic Data Set of
May 2026 (statutory.md 2). A code that was withdrawn before is kept where history has it, and not entered any more."""

from __future__ import annotations

MOST = 3
REASONS = {
    "PP": "Physical assault against a pupil",
    "PA": "Physical assault against an adult",
    "VP": "Verbal abuse or threatening behaviour against a pupil",
    "VA": "Verbal abuse or threatening behaviour against an adult",
    "OW": "Use or threat of use of an offensive weapon or prohibited item",
    "BW": "Found to have brought a weapon or prohibited item into school",
    "BU": "Bullying",
    "TB": "Cyber-bullying or threatening behaviour online",
    "RA": "Racist abuse, including bullying",
    "LG": "Abuse against sexual orientation and gender identity, including bullying",
    "DS": "Abuse relating to disability, including bullying",
    "SM": "Sexual misconduct",
    "SB": "Harmful sexual behaviour",
    "MB": "Misogynistic behaviour",
    "AB": "Misandry behaviour",
    "AR": "Alcohol related",
    "SR": "Smoking related",
    "VR": "Vape related",
    "DR": "Drug related",
    "DA": "Drug and alcohol related",
    "DM": "Damage to property",
    "TH": "Theft",
    "LD": "Persistent disruptive behaviour: low level disruption",
    "CB": "Persistent disruptive behaviour: challenging behaviour",
    "DB": "Persistent or general disruptive behaviour",
    "MT": "Inappropriate use of social media or online technology",
    "MP": "Use of mobile phone",
    "OS": "Misbehaviour outside of school",
    "PH": "Wilful and repeated transgression of protective measures in place to protect public health",
}
