"""Everything this room refuses. The texts are fit for people's eyes."""


class GazetteerError(Exception):
    """The family."""


class NotFound(GazetteerError):
    """Nothing knows where this is; the message asks for a point on the map or coordinates."""


class BadGeocoder(GazetteerError):
    """The settings name a geocoder that geopy does not have, or options that it does not take."""
