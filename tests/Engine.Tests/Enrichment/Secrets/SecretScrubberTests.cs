using System.Collections;
using CsCheck;
using Engine.Enrichment;
using Engine.Schemas;

namespace Engine.Tests.Enrichment.Secrets;

public sealed class SecretScrubberTests
{
    private readonly Enricher _enricher = EnrichmentCall.Enricher();

    [Theory]
    [InlineData("a=1&b=2", "a=1&b=2")]
    [InlineData("token=abc&x=1", "token=***&x=1")]
    [InlineData("x=1&access_token=abc", "x=1&access_token=***")]
    [InlineData("accessToken=abc", "accessToken=***")]
    [InlineData("%74oken=abc", "%74oken=***")]
    [InlineData("user[password]=abc&q=1", "user[password]=***&q=1")]
    [InlineData("X-Amz-Signature=ab;key=cd", "X-Amz-Signature=***;key=***")]
    [InlineData("sig=a&code=b&session=c&api_key=d&secret=e&password=f", "sig=***&code=***&session=***&api_key=***&secret=***&password=***")]
    [InlineData("nextPageToken=abc&page_token=def", "nextPageToken=abc&page_token=def")]
    [InlineData("token=", "token=")]
    [InlineData("email=a%40b.example&q=a+OR+1%3D1", "email=***&q=a+OR+1%3D1")]
    [InlineData("email=' OR 1=1--", "email=' OR 1=1--")]
    [InlineData("next=https://user:pw@host/", "next=***")]
    [InlineData("url=http://169.254.169.254/latest", "url=http://169.254.169.254/latest")]
    [InlineData("phone=%2B49+170+1234567&tel=hello", "phone=***&tel=hello")]
    [InlineData("x=sk_live_0123456789abcdef&y=ghp_0123456789abcdef", "x=***&y=***")]
    [InlineData("next=%2Fcb%3Faccess_token%3Dabc&code_verifier=abc", "next=***&code_verifier=***")]
    [InlineData("q=ask-me-anything-about-it", "q=ask-me-anything-about-it")]
    public void Query_keeps_its_evidence_and_loses_its_secrets(string sent, string stored) =>
        Assert.Equal(stored, _enricher.Enrich(EnrichmentCall.Get("/x", query: sent)).Call.Query);

    [Theory]
    [InlineData("/orders/17", "/orders/17")]
    [InlineData("/users/a@b.example/orders", "/users/***/orders")]
    [InlineData("/users/a%40b.example", "/users/***")]
    [InlineData("/call/+491701234567", "/call/***")]
    [InlineData("/x;jsessionid=abc/y", "/x;jsessionid=***/y")]
    [InlineData("/password/reset/3f9c1abde77", "/password/reset/***")]
    [InlineData("/password/reset/confirm", "/password/reset/confirm")]
    [InlineData("/invites/17", "/invites/17")]
    [InlineData("http://user:pw@host/x", "http://***@host/x")]
    [InlineData("/proxy/https://user:pw@host/x", "/proxy/https://***@host/x")]
    public void Path_keeps_its_evidence_and_loses_its_secrets(string sent, string stored) =>
        Assert.Equal(stored, _enricher.Enrich(EnrichmentCall.Get(sent, 404)).Call.Path);

    [Fact]
    public void One_time_link_becomes_no_template_and_its_object_is_a_hash()
    {
        var enriched = _enricher.Enrich(EnrichmentCall.Get("/password/reset/3f9c1abde77"));
        Assert.Equal("/password/reset/{token}", enriched.Endpoint.Template);
        Assert.Matches("^[0-9a-f]{32}$", Assert.Single(enriched.Objects).Value);
    }

    [Fact]
    public void Bodies_are_dropped_unless_they_are_wanted()
    {
        var call = EnrichmentCall.Get("/x") with { RequestBody = "in", ResponseBody = "out" };
        Assert.Null(_enricher.Enrich(call).Call.RequestBody);
        Assert.Null(_enricher.Enrich(call).Call.ResponseBody);
        Assert.Equal("out", EnrichmentCall.Enricher(options => options with { KeepBodies = true }).Enrich(call).Call.ResponseBody);
    }

    [Fact]
    public void Headers_with_secrets_are_dropped_and_the_others_kept()
    {
        var enricher = EnrichmentCall.Enricher(options => options with { DroppedHeaders = ["x-internal"] });
        var call = EnrichmentCall.Get("/x") with
        {
            RequestHeaders =
            [
                new HeaderField("accept", "*/*"), new HeaderField("authorization", "Bearer abc"), new HeaderField("x-api-key", "abc"),
                new HeaderField("x-odd", "Bearer abc"), new HeaderField("x-internal", "abc"), new HeaderField("content-type", "text/plain"),
            ],
            ResponseHeaders = [new HeaderField("set-cookie", "sid=abc"), new HeaderField("location", "/done?code=abc&x=1#access_token=abc")],
        };
        var stored = enricher.Enrich(call).Call;
        Assert.Equal(["accept", "content-type"], stored.RequestHeaders!.Select(header => header.Name));
        Assert.Equal([new HeaderField("location", "/done?code=***&x=1")], stored.ResponseHeaders!);
    }

    [Fact]
    public void A_call_without_secrets_is_not_copied()
    {
        var call = EnrichmentCall.Get("/orders/17", query: "page=2") with
        {
            Referer = "https://shop.example/list?q=a%20b",
            RequestHeaders = [new HeaderField("accept", "*/*")],
        };
        Assert.Same(call, _enricher.Enrich(call).Call);
    }

    [Fact]
    public void No_planted_secret_leaves() => Gen.Select(Gen.Char.AlphaNumeric.Array[24, 40], Gen.Int[0, s_places.Length - 1], Gen.Int[0, 3]).Sample(
        (letters, place, status) =>
        {
            var secret = "s3" + new string(letters);
            var call = s_places[place](EnrichmentCall.Get("/orders/17", ((int?[])[200, 401, 404, null])[status]), secret);
            var enricher = EnrichmentCall.Enricher();
            for (var i = 0; i < 2; i++)
            {
                var enriched = enricher.Enrich(call);
                Assert.DoesNotContain(AllText(enriched), text => text.Contains(secret, StringComparison.OrdinalIgnoreCase));
                Assert.DoesNotContain(enricher.Endpoints.Endpoints, endpoint => endpoint.Template.Contains(secret, StringComparison.OrdinalIgnoreCase));
            }
        });

    private static readonly Func<ApiEvent, string, ApiEvent>[] s_places =
    [
        (call, secret) => call with { Authentication = EnrichmentCall.Bearer(secret) },
        (call, secret) => call with { Authentication = EnrichmentCall.Bearer(Jwt.For("alice", signature: secret)) },
        (call, secret) => call with { Authentication = new AuthenticationEvidence { Scheme = AuthenticationScheme.Basic, Credential = "alice:" + secret } },
        (call, secret) => call with { Authentication = new AuthenticationEvidence { Scheme = AuthenticationScheme.Cookie, Credential = secret } },
        (call, secret) => call with { Authentication = new AuthenticationEvidence { Session = secret } },
        (call, secret) => call with { Authentication = EnrichmentCall.Key(secret) with { Session = secret, VerifiedByGateway = true } },
        (call, secret) => call with { Authentication = new AuthenticationEvidence { CredentialHash = secret } },
        (call, secret) => call with { Query = $"x=1&api_key={secret}&y=2" },
        (call, secret) => call with { Query = $"refreshToken={secret}" },
        (call, secret) => call with { Query = $"id=7&to={secret}%40mail.example" },
        (call, secret) => call with { Query = $"state={Jwt.For("alice", signature: secret)}" },
        (call, secret) => call with { Referer = $"https://alice:{secret}@host.example/x" },
        (call, secret) => call with { Referer = $"https://host.example/x?a=b&token={secret}" },
        (call, secret) => call with { Referer = $"https://host.example/x#id_token={secret}" },
        (call, secret) => call with { Referer = $"https://host.example/password/reset/{secret}" },
        (call, secret) => call with { Path = $"/password/reset/{secret}" },
        (call, secret) => call with { Path = $"/confirm/{secret}/done" },
        (call, secret) => call with { Path = $"http://alice:{secret}@host.example/x" },
        (call, secret) => call with { Path = $"/x;jsessionid={secret}" },
        (call, secret) => call with { Path = $"/users/{secret}@mail.example/orders" },
        (call, secret) => call with { Path = "/x/" + Jwt.For("alice", signature: secret) },
        (call, secret) => call with { RequestHeaders = [new HeaderField("cookie", $"a=b; sid={secret}")] },
        (call, secret) => call with { RequestHeaders = [new HeaderField("cookie", $"other={secret}")] },
        (call, secret) => call with { RequestHeaders = [new HeaderField("x-auth-token", secret), new HeaderField("accept", "*/*")] },
        (call, secret) => call with { ResponseHeaders = [new HeaderField("set-cookie", secret)] },
        (call, secret) => call with { ResponseHeaders = [new HeaderField("location", "/in?code=" + secret)] },
        (call, secret) => call with { RequestBody = secret },
        (call, secret) => call with { ResponseBody = secret },
    ];

    /// <summary>Every text that an object holds, at any depth.</summary>
    private static IEnumerable<string> AllText(object? value, int depth = 0)
    {
        if (value is null || depth > 6)
            yield break;
        if (value is string text)
        {
            yield return text;
            yield break;
        }

        if (value is IEnumerable items)
        {
            foreach (var item in items)
            {
                foreach (var inner in AllText(item, depth + 1))
                    yield return inner;
            }

            yield break;
        }

        if (value.GetType().Namespace?.StartsWith("Engine", StringComparison.Ordinal) != true || value.GetType().IsEnum)
            yield break;
        foreach (var property in value.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0 && property.GetMethod is { IsStatic: false }))
        {
            foreach (var inner in AllText(property.GetValue(value), depth + 1))
                yield return inner;
        }
    }
}
