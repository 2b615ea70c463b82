"""Where allocation and routing meet: the one room of the core that knows both."""
