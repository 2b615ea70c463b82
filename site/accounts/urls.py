"""Addresses under /account/."""

from django.urls import path

from accounts.views import passwords, sign_in

app_name = "accounts"
urlpatterns = [
    path("", passwords.account, name="account"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("code/", sign_in.ask_for_code, name="ask-for-code"),
    path("code/enter/", sign_in.enter_code, name="enter-code"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("password/", passwords.change_password, name="change-password"),
    path("password/forgotten/", passwords.ask_way_back, name="ask-way-back"),
    path("password/new/<uidb64>/<token>/", passwords.NewPasswordView.as_view(), name="new-password"),
]
