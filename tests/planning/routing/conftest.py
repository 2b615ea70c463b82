from collections.abc import Iterator

import pytest

from logistics.planning.routing.engines.native import build, library


@pytest.fixture(scope="module", params=["ruin and recreate", "OR-Tools"])
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    """The door with the native engine built, and without it."""
    if request.param == "ruin and recreate":
        try:
            build.build()
        except build.CannotBuild as refusal:
            pytest.skip(str(refusal))
        yield request.param
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "is_available", lambda: False)
        yield request.param


@pytest.fixture(scope="module")
def native_library() -> None:
    """The native engine, built; the test is skipped where it cannot be."""
    try:
        build.build()
    except build.CannotBuild as refusal:
        pytest.skip(str(refusal))
