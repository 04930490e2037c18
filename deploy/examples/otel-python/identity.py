"""Names the user on the span of a request, once the service has checked who it is."""

from opentelemetry import trace


class EngineIdentity:
    """Django: in MIDDLEWARE behind AuthenticationMiddleware, since before it nobody has been checked.

    Flask and FastAPI have no user of their own: call name() where your code has checked the credential.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # What authentication has put there, never a header of the client.
        if request.user.is_authenticated:
            name(request.user.get_username())
        return self.get_response(request)


def name(user: str) -> None:
    """The current span must be the one of the request, not one that your own code has begun."""
    trace.get_current_span().set_attribute("enduser.id", user)
