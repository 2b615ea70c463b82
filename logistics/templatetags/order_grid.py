"""The fields of the order sheet. Put together here and not by a template: there are thousands of them on a page, and a
template takes several times as long for each (docs/ordering.md says what was measured).
"""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from logistics.kitchens.grid import Cell, Row

register = template.Library()

FIELD = (
    '<input name="{name}" value="{text}"{ghost} aria-labelledby="p{pack} k{kitchen}"{wrong} '
    'inputmode="numeric" autocomplete="off">'
)
ALONE = "<td>{field}</td>"
WITH_STEPS = (
    '<td class="shown"><span class="stepper" data-stepper>'
    '<button type="button" data-step="-1" tabindex="-1" aria-label="One less">−</button>{field}'
    '<button type="button" data-step="1" tabindex="-1" aria-label="One more">+</button></span></td>'
)


@register.simple_tag
def cells_of(row: Row) -> SafeString:
    """The row's table cells, one a kitchen; the kitchen that a phone shows has buttons for more and less."""
    return mark_safe("".join(cell_html(cell, row.good.pack.pk) for cell in row.cells))  # noqa: S308 - texts are escaped


def cell_html(cell: Cell, pack_id: int) -> str:
    """One table cell. Of what goes into it only `text` was typed by somebody; the rest are numbers of ours."""
    field = FIELD.format(
        name=cell.name,
        text=escape(cell.text) if cell.text else "",
        ghost=f' placeholder="{cell.ghost}"' if cell.ghost else "",
        pack=pack_id,
        kitchen=cell.kitchen_id,
        wrong=f' id="cell-{cell.name}" aria-invalid="true"' if cell.is_wrong else "",
    )
    return (WITH_STEPS if cell.is_shown else ALONE).format(field=field)
