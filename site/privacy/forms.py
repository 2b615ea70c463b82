"""What is typed to be forgotten, or to find somebody."""

from django import forms


class ForgetForm(forms.Form):
    """A word typed out, so that nobody does it by a slip."""

    WORD = "forget me"

    word = forms.CharField(
        label="Type “forget me”",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_word(self) -> str:
        """The word, whatever its case."""
        word = " ".join(str(self.cleaned_data["word"]).lower().replace("“", "").replace("”", "").split())
        if word != self.WORD:
            raise forms.ValidationError("Type the two words forget me, or go back and nothing happens.")
        return word


class FindForm(forms.Form):
    """Who asked, by their address."""

    email = forms.EmailField(
        label="E-mail address of whoever asked", widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
