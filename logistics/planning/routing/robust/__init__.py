"""How a plan fares on mornings that go slower or faster than planned, and plans that keep their windows then too."""
