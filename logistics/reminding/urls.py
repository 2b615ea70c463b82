"""The address at the foot of each reminder, under /account/."""

from django.urls import path

from logistics.reminding import views

app_name = "reminders"
urlpatterns = [path("reminders/", views.switch, name="switch")]
