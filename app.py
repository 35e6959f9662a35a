"""`flask --app app …`, a WSGI server's `app:app`, and `python app.py`, which serves with its worker."""

from sisoho import create_app

app = create_app()

if __name__ == "__main__":
    from sisoho.cli import serve

    serve(app)
