"""Ask a page for its text."""

from flask.testing import FlaskClient


def text_of(client: FlaskClient, url: str, status: int = 200, **options: object) -> str:
    response = client.get(url, **options)
    assert response.status_code == status, url
    return response.get_data(as_text=True)
