using Engine.Enrichment.Endpoints;
using Engine.Enrichment.Parameters;
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
    [InlineData("GET", "/login", EndpointRole.Other)]
    [InlineData("POST", "/devices/register", EndpointRole.Other)]
    [InlineData("PUT", "/users/{slug}/password", EndpointRole.Reset)]
    [InlineData("POST", "/graphql#mutation login", EndpointRole.LogIn)]
    [InlineData("POST", "/graphql#mutation resetPassword", EndpointRole.Reset)]
    [InlineData("POST", "/graphql#query orders", EndpointRole.Other)]
    [InlineData("POST", "/graphql#query searchProducts", EndpointRole.Search)]
    [InlineData("POST", "/shop.v1.Accounts/SignUp", EndpointRole.SignUp)]
    public void Role_follows_from_the_words_of_the_template(string method, string template, EndpointRole role) =>
        Assert.Equal(role, EndpointRoles.Of(method, template));

    [Theory]
    [InlineData("POST", "/enter", RoleHints.UserName | RoleHints.Password, EndpointRole.LogIn)]
    [InlineData("POST", "/api/Users", RoleHints.UserName | RoleHints.Password, EndpointRole.SignUp)]
    [InlineData("POST", "/enter", RoleHints.UserName | RoleHints.Password | RoleHints.Person, EndpointRole.SignUp)]
    [InlineData("POST", "/account", RoleHints.NewPassword | RoleHints.Password, EndpointRole.Reset)]
    [InlineData("POST", "/auth/check-otp", RoleHints.UserName | RoleHints.Password | RoleHints.OneTimeCode, EndpointRole.Reset)]
    [InlineData("POST", "/2fa/verify", RoleHints.OneTimeCode, EndpointRole.LogIn)]
    [InlineData("GET", "/enter", RoleHints.UserName | RoleHints.Password, EndpointRole.Other)]
    [InlineData("POST", "/messages", RoleHints.UserName, EndpointRole.Other)]
    internal void Where_words_say_nothing_the_names_of_parameters_do(string method, string template, RoleHints hints, EndpointRole role) =>
        Assert.Equal(role, EndpointRoles.Of(method, template, hints));
}
