"""The commands, by what they are about; `frontline.cli` puts them together."""
