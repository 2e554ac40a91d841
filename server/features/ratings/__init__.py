"""How content firms were with their platforms: told once for an application, shown to everybody."""
