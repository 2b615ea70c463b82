"""What an administrator needs: is it well, what did it do, how is it doing."""
