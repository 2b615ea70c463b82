"""Reading typed values from the environment."""

from pathlib import Path

import pytest

from config import environment
from config.environment import BadEnvironment


def test_a_missing_value_without_default_is_refused_by_name() -> None:
    with pytest.raises(BadEnvironment, match="Set SECRET_KEY"):
        environment.text("SECRET_KEY", environ={})


def test_blanks_count_as_missing() -> None:
    assert environment.text("NAME", "here", environ={"NAME": "  "}) == "here"


@pytest.mark.parametrize(("said", "meant"), [("1", True), ("Yes", True), ("off", False), ("0", False), ("", True)])
def test_a_flag_reads_what_people_write(said: str, meant: bool) -> None:
    assert environment.flag("FLAG", default=True, environ={"FLAG": said}) is meant


def test_a_flag_that_is_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(BadEnvironment, match="FLAG must be yes or no, not 'maybe'"):
        environment.flag("FLAG", default=True, environ={"FLAG": "maybe"})


@pytest.mark.parametrize(
    ("said", "complaint"), [("ten", "must be a whole number, not 'ten'"), ("-1", "must be at least 0, not -1")]
)
def test_a_number_that_cannot_be_meant_is_refused(said: str, complaint: str) -> None:
    with pytest.raises(BadEnvironment, match=complaint):
        environment.integer("NUMBER", default=3, environ={"NUMBER": said})


def test_words_are_split_at_commas_without_blanks() -> None:
    assert environment.words("HOSTS", environ={"HOSTS": "a.example, ,b.example"}) == ["a.example", "b.example"]


def test_a_secret_can_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from-a-file\n")

    assert environment.secret("KEY", environ={"KEY_FILE": str(tmp_path / "key"), "KEY": "other"}) == "from-a-file"


def test_a_secret_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadEnvironment, match="KEY_FILE names .*nothing, which cannot be read"):
        environment.secret("KEY", environ={"KEY_FILE": str(tmp_path / "nothing")})


def test_a_postgresql_address_is_taken_apart() -> None:
    database = environment.database("postgresql://hub:p%40ss@db.example:6432/foodshed?sslmode=require")

    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert {key: database[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "foodshed",
        "USER": "hub",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "6432",
    }
    assert database["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("mysql://u:secret@h/d", "must start with postgresql:// or sqlite:///, not 'mysql'"),
        ("postgresql://u:secret@h", "names no database"),
        ("postgresql://u:secret@h:x/d", "port that is not a number"),
    ],
)
def test_a_bad_database_address_is_refused_without_its_password(url: str, complaint: str) -> None:
    with pytest.raises(BadEnvironment, match=complaint) as caught:
        environment.database(url)

    assert "secret" not in str(caught.value)


def test_sqlite_lets_writers_queue_and_readers_pass() -> None:
    database = environment.database("sqlite:////srv/foodshed.sqlite3")

    assert database["NAME"] == "/srv/foodshed.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["OPTIONS"]["timeout"] == 20
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


def test_the_kept_secret_is_made_once_and_is_the_owner_s_alone(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret-key"

    first, second = environment.kept_secret(path), environment.kept_secret(path)

    assert first == second
    assert len(first) > 50
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["secret-key"]


def test_services_are_listed_with_their_options() -> None:
    said = {"GEOCODER": "nominatim, photon", "OPTIONS": '{"nominatim": {"user_agent": "our-hub"}}'}
    assert environment.services("GEOCODER", "OPTIONS", environ=said) == [
        ("nominatim", {"user_agent": "our-hub"}),
        ("photon", {}),
    ]
    assert environment.services("GEOCODER", "OPTIONS", environ={}) == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("user_agent=x", "OPTIONS is not JSON"),
        ("[1]", "OPTIONS must look like"),
        ('{"nominatim": "our-hub"}', "OPTIONS must look like"),
        ('{"photon": {}}', "OPTIONS speaks of photon, which GEOCODER does not name"),
    ],
)
def test_options_that_fit_no_service_are_refused(options: str, words: str) -> None:
    with pytest.raises(BadEnvironment, match=words):
        environment.services("GEOCODER", "OPTIONS", environ={"GEOCODER": "nominatim", "OPTIONS": options})


def test_secrets_that_belong_together_are_all_set_or_none() -> None:
    assert environment.secrets_together("A", "B", environ={}) == ["", ""]
    assert environment.secrets_together("A", "B", environ={"A": "1", "B": "2"}) == ["1", "2"]
    with pytest.raises(BadEnvironment, match="Set B too, or none of A, B"):
        environment.secrets_together("A", "B", environ={"A": "1"})


def test_a_choice_is_one_of_those_that_there_are() -> None:
    among = ("line", "json")

    assert environment.choice("FORM", among, default="line", environ={}) == "line"
    assert environment.choice("FORM", among, default="line", environ={"FORM": "json"}) == "json"
    with pytest.raises(environment.BadEnvironment, match="FORM must be line or json, not 'xml'"):
        environment.choice("FORM", among, default="line", environ={"FORM": "xml"})
