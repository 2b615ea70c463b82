"""Text fields that say nothing about a person. A field in neither list fails a test: whoever adds one decides."""

LISTED = """
gazetteer.GazetteerEntry: key name source
enterprises.TermCalendar: name
enterprises.Term: name
enterprises.ClosedDay: reason
enterprises.Hub: name slug currency time_zone
journal.LogLine: verb subject_kind detail
journal.OutboxMessage: key
journal.FailedTask: task arguments task_id error
webhooks.Webhook: url events salt secret_hash off_because
webhooks.WebhookDelivery: message_id event key body last_error
produce.Allergen: code name note
produce.Certificate: kind
produce.Product: name season_months vat_code
produce.Specification: cut grade
produce.Pack: name
produce.VatRate: code source
supply.Lot: code
supply.StockMovement: key reason
supply.Reservation: key
cycles.OrderCycle: name
procurement.AllocationRun: fingerprint why solver_status objective problem
procurement.AllocationLine: reason_code reason_numbers reason_text
procurement.Shortage: reason_code reason_numbers reason_text
procurement.BuyingBasis: reference
procurement.BulkOrder: number
procurement.Claim: fault
procurement.LineConfirmation: vat_code specification_text pack_text allergens
procurement.PurchaseLine: product_text
procurement.DeliveredLine: fault key
procurement.FaultBearer: fault
procurement.GoodsIn: fault key
procurement.LostBeside: fault key
procurement.NumberSeries: name
procurement.Packed: fault key
payments.PaymentEvent: key kind said moved_to
payments.Payment: order_key intent_id refusal order_number
payments.Refund: key reason stripe_id
settlement.CreditNote: number
settlement.Invoice: number po_number
settlement.LedgerAccount: name
settlement.LedgerTransaction: key reason
settlement.Payout: failed_why
settlement.PayoutRun: number
settlement.Statement: number
settlement.StatementCorrection: number
storefront.HandoverPoint: name weekdays outcodes how_to_find
storefront.BoxHandOut: key
storefront.BoxPacked: fault key
storefront.ShortBox: key
storefront.ShortBoxLine: fault
storefront.HouseholdLine: vat_code specification_text pack_text grower_text allergens
logistics.ApiToken: name token_hash scopes
logistics.DrivingRule: name source
logistics.PlanningRules: class_permille spread_source
logistics.OrderSheet: stood_as rules windows
logistics.PlanRun: fingerprint goods_fingerprint why travel_source engine problems replayed
logistics.UnservedShipment: reason_code reason_numbers reason_text
logistics.RouteProgress: remark
logistics.StopProgress: remark reason
logistics.HandoverLine: fault
logistics.Shipment: temperature_class
logistics.StepRun: counts best message
logistics.TravelLeg: source
logistics.Vehicle: name registration
cms.GrowersIndex: summary picture_description
cms.GrowerStory: summary picture_description body
cms.HomePage: heading lead body
cms.NewsIndex: summary picture_description
cms.NewsItem: summary picture_description body
cms.GuidesIndex: summary picture_description
cms.Guide: summary picture_description
cms.StandardPage: summary picture_description
cms.MoneyPage: summary picture_description
partner.Partner: code name
partner.PartnerAddress: code first_name last_name line1 line2 line3 line4 state postcode search_text
partner.StockRecord: partner_sku price_currency
privacy.RetentionPeriod: code words source
"""

# Whoever did something: the row points at the person's own row, which loses its name when they are forgotten.
ONLY_BY_NAME = """
supply.StockMovement: by
procurement.AllocationRun: made_by
procurement.GrowerAnswer: by
procurement.Claim: by
procurement.ClaimAnswer: by
procurement.DeliveredLine: by
procurement.GoodsIn: by
procurement.LateChange: by
procurement.Packed: by
procurement.LostBeside: by
storefront.BoxHandOut: by
storefront.BoxPacked: by
storefront.ShortBox: by
payments.Payment: asked_by
storefront.HouseholdOrder: user
logistics.ApiToken: made_by
webhooks.Webhook: made_by
journal.FailedTask: handled_by
logistics.PlanRun: made_by
logistics.RouteProgress: by
logistics.StopProgress: by
logistics.Publication: by
cycles.NoReminders: by
"""


def fields_in(listed: str) -> frozenset[tuple[str, str]]:
    """Model and field of each word in such a list."""
    lines = (line.split(": ") for line in listed.strip().splitlines())
    return frozenset((model, name) for model, names in lines for name in names.split())


NOT_PERSONAL = fields_in(LISTED)
POINTS_AT_A_PERSON = fields_in(ONLY_BY_NAME)
