"""How governors read the service: figures, their disclosure control, and the printed termly report.

Usable from a command, a job or a test, without a web request. May import casework, never `app.web`.
"""
