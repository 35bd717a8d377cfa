"""The screens. `ui` imports `diary`, never back."""
