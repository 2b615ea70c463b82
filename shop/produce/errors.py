"""Everything this room refuses. The texts are fit for people's eyes."""


class ProduceError(Exception):
    """The family."""


class BadProduct(ProduceError):
    """A product's facts can't stand, or its name is taken."""


class BadSpecification(ProduceError):
    """A specification's facts or allergens can't stand, or the product has it already."""


class BadPack(ProduceError):
    """A pack's facts can't stand, or its name is taken."""


class BadRecipe(ProduceError):
    """A recipe's facts can't stand, or the processor has it already."""


class BadSubstitute(ProduceError):
    """A pack can't stand in for the other, or does already."""


class NoVatRate(ProduceError):
    """No rate is on file for a code on a day."""
