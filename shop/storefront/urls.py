"""The shop's own address besides Oscar's: keeping it."""

from django.urls import path

from shop.storefront.views import keeping

app_name = "storefront"
urlpatterns = [path("<int:hub_id>/", keeping.keeping, name="keeping")]
