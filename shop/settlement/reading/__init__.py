"""Papers as people read them: plain values, each built with a fixed number of queries."""
