using Engine.Enrichment.Endpoints;
using Engine.Schemas;

namespace Engine.Tests.Enrichment.Endpoints;

public sealed class EndpointRolesTests
{
    [Theory]
    [InlineData("POST", "/v1/login", EndpointRole.LogIn)]
    [InlineData("POST", "/auth/log-in", EndpointRole.LogIn)]
    [InlineData("POST", "/oauth/token", EndpointRole.LogIn)]
    [InlineData("POST", "/login.php", EndpointRole.LogIn)]
    [InlineData("POST", "/users/register", EndpointRole.SignUp)]
    [InlineData("POST", "/password-reset", EndpointRole.Reset)]
    [InlineData("POST", "/login/forgot_password", EndpointRole.Reset)]
    [InlineData("POST", "/checkout", EndpointRole.Purchase)]
    [InlineData("GET", "/checkout", EndpointRole.Other)]
    [InlineData("POST", "/cart/coupons", EndpointRole.Coupon)]
    [InlineData("GET", "/orders/export", EndpointRole.Export)]
    [InlineData("GET", "/products/search", EndpointRole.Search)]
    [InlineData("DELETE", "/admin/users/{id}", EndpointRole.Admin)]
    [InlineData("GET", "/healthz", EndpointRole.Health)]
    [InlineData("GET", "/orders/{id}", EndpointRole.Other)]
    [InlineData("GET", "/", EndpointRole.Other)]
    public void Role_follows_from_the_words_of_the_template(string method, string template, EndpointRole role) =>
        Assert.Equal(role, EndpointRoles.Of(method, template));
}
