"""The register: what Wagtail and Oscar keep of people who use them here."""

from privacy.register.kept import Basis, Fate, Kept, Upon

EDITING = "Working on pages"
SHOPPING = "What the shop remembers"


def goes_with_the_person(model: str, path: str, what: str, *, age: str = "", period: str = "") -> Kept:
    """Rows that nobody needs once their person is gone."""
    return Kept(
        model=model,
        fields=(path,),
        what=what,
        why="Your own settings and drafts." if what == EDITING else "What you looked at or kept for yourself.",
        basis=Basis.CONTRACT,
        fate=Fate.DELETED,
        upon=Upon.ERASURE,
        paths=(path,),
        age=age,
        period=period,
    )


OTHERS = (
    goes_with_the_person("wagtailusers.UserProfile", "user", EDITING),
    goes_with_the_person("wagtailadmin.EditingSession", "user", EDITING, age="last_seen_at", period="seen"),
    goes_with_the_person("wagtailadmin.FormState", "user", EDITING),
    goes_with_the_person("wagtailcore.UploadedFile", "uploaded_by_user", EDITING),
    goes_with_the_person("wagtailcore.PageSubscription", "user", EDITING),
    goes_with_the_person("wagtailcore.APIToken", "user", EDITING),
    goes_with_the_person("analytics.UserRecord", "user", SHOPPING),
    goes_with_the_person("analytics.UserProductView", "user", SHOPPING, age="date_created", period="seen"),
    goes_with_the_person("analytics.UserSearch", "user", SHOPPING, age="date_created", period="seen"),
    goes_with_the_person("address.UserAddress", "user", SHOPPING),
    goes_with_the_person("communication.Email", "user", SHOPPING, age="date_sent", period="message"),
    goes_with_the_person("communication.Notification", "recipient", SHOPPING, age="date_sent", period="message"),
    goes_with_the_person("customer.ProductAlert", "user", SHOPPING),
    goes_with_the_person("wishlists.WishList", "owner", SHOPPING),
    goes_with_the_person("reviews.ProductReview", "user", SHOPPING),
)
