"""Who is told of in the demonstration. The farms are invented; what they list and where they are is in their rows."""

from dataclasses import dataclass

INVENTED = "This farm, its people and its picture are invented for the demonstration."


@dataclass(frozen=True)
class Told:
    """An enterprise (by its slug), a drawing of it, and its words."""

    slug: str
    subject: str
    picture: str
    title: str
    summary: str
    words: tuple[str, ...]
    quotation: str
    who: str


STORIES = (
    Told(
        "broadfurrow-roots",
        "roots",
        "Drawing of carrots and beetroots standing in rows before low hills",
        "Broadfurrow Roots: two people, one washer",
        "Carrots, beetroots and parsnips from sandy ground, lifted the morning before they travel.",
        (
            (
                "The ground here warms early and drains in an hour. It is poor for wheat and good for whatever grows "
                "downwards, and that is all that is grown."
            ),
            (
                "The washer was bought second-hand and runs on two mornings of the week. What it can do in a morning "
                "is what stands in the listing: no more is promised than two people can lift, wash and crate."
            ),
        ),
        "I used to guess on Friday what somebody might want on Tuesday. Now I read it.",
        "A grower, invented",
    ),
    Told(
        "hedgeway-greens",
        "leaves",
        "Drawing of cabbages and lettuces in rows before low hills",
        "Hedgeway Greens: leaves behind the hedge",
        "Cabbages, kale and salads behind a hedge that was planted against the east wind.",
        (
            "Leaves do not wait. They are cut when the orders are in and stand in the packhouse the same evening.",
            "What a kitchen does not order goes to the shop, and what nobody orders stays on the field and feeds it.",
        ),
        "A school takes the small heads too. It only has to know that they are small.",
        "A grower, invented",
    ),
    Told(
        "damson-hill-orchard",
        "fruit",
        "Drawing of apple trees with red apples before low hills",
        "Damson Hill Orchard: apples until spring",
        "Old trees and young ones, and a cold store that makes autumn last.",
        (
            (
                "An orchard is planned for whoever comes after. Half of these trees were planted by people who never "
                "picked from them."
            ),
            "Children eat small apples whole and leave half of big ones. So the small ones go to schools.",
        ),
        "Tell me how many children, and I will tell you how many apples.",
        "A grower, invented",
    ),
    Told(
        "speckled-hen-eggs",
        "eggs",
        "Drawing of brown and white hens on grass before low hills",
        "Speckled Hen Eggs: out by seven",
        "Hens that go out every morning, and trays that go out twice a week.",
        (
            (
                "The houses stand on skids and move on when the grass is worn. A tray holds thirty; kitchens think in "
                "trays, households in boxes of six, and the count is the same at the end."
            ),
        ),
        "The van comes at the same time each week. The hens know it by now.",
        "A grower, invented",
    ),
    Told(
        "clover-vale-dairy",
        "dairy",
        "Drawing of cows on grass before low hills",
        "Clover Vale Dairy: milk with a short way",
        "Milk and yoghurt from cows on clover, bottled where they are milked.",
        ("Milk is heavy and does not keep. The shorter its way, the less of its price is spent on the road.",),
        "Chilled from our door to theirs: the van writes the temperature down.",
        "A grower, invented",
    ),
    Told(
        "longacre-grains",
        "grain",
        "Drawing of ears of wheat before low hills",
        "Longacre Grains: flour with a field's name",
        "Wheat, oats and peas that are milled and dried within sight of where they grew.",
        ("Dry goods are ordered seldom and in large sacks. They fill the van on the days when greens are few.",),
        "People ask for the flour of the long field. It took us years to have an answer.",
        "A grower, invented",
    ),
    Told(
        "chopping-board-veg-prep",
        "kitchen",
        "Drawing of crates with cut vegetables on a bench",
        "Chopping Board Veg Prep: whole in, diced out",
        "Washes, peels and dices what growers bring, for kitchens that have no hands to spare.",
        (
            (
                "Who cooks for four hundred cannot peel for four hundred. What comes in whole goes out diced, "
                "and each lot says which lots it was made of."
            ),
            "What is lost in peeling is written down: the yield stands beside every run.",
        ),
        "We are paid by what comes out, so we look hard at what goes in.",
        "A processor, invented",
    ),
)
