"""The words in which a confirmed day is told."""

from shop.procurement.telling import Bought, Missing, NotTaken, Promised, to_buyer, to_seller, why_not_taken

DAY = "Tuesday 9 March 2027"


def test_a_kitchen_reads_what_comes_and_what_is_short_while_it_can_still_buy_elsewhere():
    message = to_buyer(
        number="BO-00001",
        po_number="4711",
        day=DAY,
        promised=[
            Promised("Canteen", "Carrots, 10 kg crate", 6, 1200),
            Promised("Annexe", "Parsnips, 10 kg crate", 1, 1100, instead_of="Carrots, 10 kg crate"),
        ],
        missing=[Missing("Canteen", "Carrots, 10 kg crate", 2, "Only 6 packs were listed")],
    )

    assert message.subject == "Order BO-00001 (PO number 4711) for Tuesday 9 March 2027: short of 2 packs"
    assert message.body.splitlines() == [
        "Order BO-00001 (PO number 4711) for Tuesday 9 March 2027.",
        "",
        "Annexe",
        "- 1 pack of Parsnips, 10 kg crate at £11.00, in place of Carrots, 10 kg crate",
        "",
        "Canteen",
        "- 6 packs of Carrots, 10 kg crate at £12.00",
        "- SHORT: 2 packs of Carrots, 10 kg crate. Only 6 packs were listed.",
        "",
        "Total £83.00 before VAT. You pay for what you accept at the door.",
        "There is still time to buy elsewhere what is short.",
    ]


def test_a_kitchen_whose_order_is_whole_reads_nothing_of_shortage():
    message = to_buyer(
        number="BO-00001", po_number="", day=DAY, promised=[Promised("Canteen", "Carrots", 6, 1200)], missing=[]
    )

    assert message.subject == "Order BO-00001 for Tuesday 9 March 2027: all of it is coming"
    assert "short" not in message.body.lower()


def test_a_kitchen_that_gets_nothing_reads_so_in_the_subject():
    message = to_buyer(
        number="BO-00001", po_number="", day=DAY, promised=[], missing=[Missing("Canteen", "Carrots", 1, "Frost!")]
    )

    assert message.subject.endswith("nothing of it is coming")
    assert "- SHORT: 1 pack of Carrots. Frost!" in message.body
    assert "Total £0.00" in message.body


def test_a_grower_reads_what_is_bought_and_what_is_not_taken_and_why():
    message = to_seller(
        day=DAY,
        bought=[Bought("Carrots, 10 kg crate", 6, 950, for_processor=2)],
        not_taken=[NotTaken("Leeks, 5 kg box", 3, "No kitchen ordered it")],
    )

    assert message.subject == "For Tuesday 9 March 2027: 6 packs of yours"
    assert message.body.splitlines() == [
        "For Tuesday 9 March 2027 we buy of you:",
        "- 6 packs of Carrots, 10 kg crate at £9.50 (2 of them go to a processor)",
        "Together £57.00.",
        "",
        "Not taken:",
        "- 3 packs of Leeks, 5 kg box. No kitchen ordered it.",
    ]


def test_a_grower_of_whom_nothing_is_bought_reads_so():
    message = to_seller(day=DAY, bought=[], not_taken=[NotTaken("Leeks", 3, "No kitchen ordered it")])

    assert message.subject == "For Tuesday 9 March 2027: nothing of yours this time"
    assert message.body.startswith("For Tuesday 9 March 2027 we buy nothing of you.\n\nNot taken:")


def test_why_packs_stay_with_the_grower():
    assert why_not_taken(wanted=0, filled=0, listed=3, shortages=[]) == "No kitchen ordered it"
    assert (
        why_not_taken(wanted=40, filled=40, listed=60, shortages=[])
        == "Kitchens wanted 40 packs and get them all; 60 packs were listed"
    )
    assert (
        why_not_taken(wanted=40, filled=35, listed=60, shortages=["Too small a pickup", "Too small a pickup", "Frost"])
        == "Kitchens stay short of 5 packs. Too small a pickup. Frost."
    )
