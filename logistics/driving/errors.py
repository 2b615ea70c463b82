"""This room's refusals. Each message is fit for the driver's eyes."""


class DrivingRefused(Exception):
    """What was told can't be kept as it stands; nothing of it was written."""
