"""A demonstration school: invented people, plausible history, nothing of any real child."""
