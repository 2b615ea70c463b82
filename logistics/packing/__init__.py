"""The packhouse: what comes in, what is packed for whom, and the papers that go with it."""
