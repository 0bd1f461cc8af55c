"""The console script `amends`: the same commands as `flask --app wsgi`, without having to say which app."""

from __future__ import annotations

from flask.cli import FlaskGroup

from app.factory import create_app


def main() -> None:
    """Run `amends …`."""
    FlaskGroup(create_app=create_app, help="Amends: restorative casework for schools.").main(prog_name="amends")


if __name__ == "__main__":
    main()
