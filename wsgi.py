"""Makes the app for the server; nothing else."""

from app.factory import create_app

app = create_app()
