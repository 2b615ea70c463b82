"""Addresses under /account/."""

from django.urls import path

from accounts.views import asking, passwords, second_factor, sessions, sign_in

app_name = "accounts"
urlpatterns = [
    path("", passwords.account, name="account"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("code/", sign_in.ask_for_code, name="ask-for-code"),
    path("code/enter/", sign_in.enter_code, name="enter-code"),
    path("again/", asking.ask_again, name="ask-again"),
    path("again/mail/", asking.mail_code_again, name="mail-code-again"),
    path("second-factor/", second_factor.second_factor, name="second-factor"),
    path("second-factor/enter/", second_factor.enter, name="enter-factor"),
    path("second-factor/begin/", second_factor.begin, name="begin-factor"),
    path("second-factor/confirm/", second_factor.confirm, name="confirm-factor"),
    path("second-factor/recovery-codes/", second_factor.new_codes, name="recovery-codes"),
    path("second-factor/remove/", second_factor.remove, name="remove-factor"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/end/", sessions.end_one, name="end-session"),
    path("sessions/end-others/", sessions.end_others, name="end-other-sessions"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("password/", passwords.change_password, name="change-password"),
    path("password/forgotten/", passwords.ask_way_back, name="ask-way-back"),
    path("password/new/<uidb64>/<token>/", passwords.NewPasswordView.as_view(), name="new-password"),
]
