"""Backstay coaches a person with a sore back through prescribed exercises, by camera, on their own machine."""
