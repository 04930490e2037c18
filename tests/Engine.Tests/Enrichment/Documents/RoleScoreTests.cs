using Engine.Schemas;
using Engine.Tests.Ingest.Samples;
using Xunit.Abstractions;

namespace Engine.Tests.Enrichment.Documents;

/// <summary>What operations of real APIs are for is learned from calls of them, and hardly any other is taken for one of these.</summary>
public sealed class RoleScoreTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, EndpointRole> s_truth = new()
    {
        ["POST /identity/api/auth/login"] = EndpointRole.LogIn,
        ["POST /identity/api/auth/v4.0/user/login-with-token"] = EndpointRole.LogIn,
        ["POST /identity/api/auth/v2.7/user/login-with-token"] = EndpointRole.LogIn,
        ["POST /identity/api/auth/signup"] = EndpointRole.SignUp,
        ["POST /workshop/api/mechanic/signup"] = EndpointRole.SignUp,
        ["POST /identity/api/auth/forget-password"] = EndpointRole.Reset,
        ["POST /identity/api/auth/v3/check-otp"] = EndpointRole.Reset,
        ["POST /identity/api/auth/v2/check-otp"] = EndpointRole.Reset,
        ["POST /identity/api/v2/user/reset-password"] = EndpointRole.Reset,
        ["POST /users/v1/login"] = EndpointRole.LogIn,
        ["POST /users/v1/register"] = EndpointRole.SignUp,
        ["PUT /users/v1/{username}/password"] = EndpointRole.Reset,
        ["POST /rest/user/login"] = EndpointRole.LogIn,
        ["POST /rest/2fa/verify"] = EndpointRole.LogIn,
        ["POST /api/Users"] = EndpointRole.SignUp,
        ["POST /rest/user/reset-password"] = EndpointRole.Reset,
        ["POST /rest/user/data-export"] = EndpointRole.Export,
    };

    [Fact]
    public void Log_in_sign_up_reset_and_export_of_Juice_Shop_are_named() => Score(JuiceShop.Document);

    [SampleTheory]
    [InlineData("crapi.json")]
    [InlineData("vampi.yml")]
    [InlineData("juiceshop.yml")]
    public void Log_in_sign_up_reset_and_export_of_documents_are_named(string document) =>
        Score(ApiDocument.Parse(SampleData.Text($"openapi/{document}.zst")));

    private void Score(ApiDocument document)
    {
        var enricher = EnrichmentCall.Enricher();
        var roles = new Dictionary<ApiOperation, EndpointRole>();
        foreach (var (operation, call) in new DocumentTraffic(document, new TrafficShape { HasBodies = true, CallsPerOperation = 50 }).Calls())
            roles[operation!] = enricher.Enrich(call).Role;

        var wrong = 0;
        foreach (var (operation, role) in roles)
        {
            var isStated = s_truth.TryGetValue(operation.ToString(), out var truth);
            var isNamed = role is EndpointRole.LogIn or EndpointRole.SignUp or EndpointRole.Reset or EndpointRole.Export;
            output.WriteLine($"{operation}: {role}{(isStated && role != truth ? " MISSED" : "")}{(!isStated && isNamed ? " WRONG" : "")}");
            if (isStated)
                Assert.Equal((operation, truth), (operation, role));
            else if (isNamed)
                wrong++;
        }

        Assert.True(wrong <= 0.02 * roles.Count, $"{wrong} of {roles.Count} others are named");
    }
}
