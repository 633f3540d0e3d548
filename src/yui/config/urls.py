"""The addresses of the house: the first segment names the room."""


urlpatterns: list[object] = []
