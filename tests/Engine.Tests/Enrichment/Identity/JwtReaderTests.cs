using CsCheck;
using Engine.Enrichment.Identity;

namespace Engine.Tests.Enrichment.Identity;

public sealed class JwtReaderTests
{
    [Fact]
    public void Reads_what_detectors_need_and_nothing_else()
    {
        var claims = JwtReader.Read(Jwt.For("alice", ""","exp":1790000000,"iss":"https://id.example","scope":["read","write"],"nested":{"sub":"eve"},"phone":"1" """))!;
        Assert.Equal("alice", claims.Name);
        Assert.False(claims.IsService);
        Assert.True(claims.IsSigned);
        Assert.Equal(
            ["alg=RS256", "exp=1790000000", "iss=https://id.example", "scope=read write"], claims.Claims.Select(claim => $"{claim.Name}={claim.Value}"));
    }

    [Theory]
    [InlineData("""{"client_id":"billing"}""", "billing")]
    [InlineData("""{"azp":"billing","sub":"billing"}""", "billing")]
    [InlineData("""{"azp":"app","sub":"app@clients","gty":"client-credentials"}""", "app@clients")]
    public void Token_of_a_client_names_a_service(string payload, string name)
    {
        var claims = JwtReader.Read(Jwt.Raw("""{"alg":"RS256"}""", payload))!;
        Assert.True(claims.IsService);
        Assert.Equal(name, claims.Name);
    }

    [Theory]
    [InlineData("none", "c2ln")]
    [InlineData("None", "c2ln")]
    [InlineData("RS256", "")]
    public void Token_without_algorithm_or_signature_is_unsigned(string algorithm, string signature) =>
        Assert.False(JwtReader.Read(Jwt.For("alice", algorithm: algorithm, signature: signature))!.IsSigned);

    [Theory]
    [InlineData("eyJhbGciOiJSUzI1NiJ9")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30.a.b.c")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.!!!!.c2ln")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.W10.c2ln")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.eyJzdWIi.c2ln")]
    public void What_is_no_token_is_opaque(string text) => Assert.Null(JwtReader.Read(text));

    [Fact]
    public void Deep_and_long_tokens_are_opaque()
    {
        Assert.Null(JwtReader.Read(Jwt.Raw("""{"alg":"RS256"}""", string.Concat(Enumerable.Repeat("""{"a":""", 100)) + "1" + new string('}', 100))));
        Assert.Null(JwtReader.Read(Jwt.For(new string('a', 9000))));
    }

    [Fact]
    public void Any_bytes_are_read_or_opaque_and_never_an_error() => Gen.Select(Gen.Byte.Array, Gen.Byte.Array).Sample((header, payload) =>
        JwtReader.Read($"ey{Convert.ToBase64String(header)}.{Convert.ToBase64String(payload)}.sig"));
}
