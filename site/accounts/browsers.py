"""What a person calls the browser that they sit at: “Firefox on Windows”. Good enough to tell two of them apart."""

# The first that is found names it: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
FAMILIES = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Macintosh", "a Mac"), ("CrOS", "a Chromebook"), ("Linux", "Linux"),
)  # fmt: skip


def browser_called(user_agent: str) -> str:
    """Return family and system, or “a browser” for what says neither."""
    family = next((name for mark, name in FAMILIES if mark in user_agent), "A browser")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return f"{family} on {system}" if system else family
