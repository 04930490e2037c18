using System.Security.Cryptography;
using System.Text;
using Engine.Enrichment.Identity;
using Engine.Schemas;

namespace Engine.Tests.Enrichment.Identity;

public sealed class CredentialHasherTests
{
    private static readonly byte[] s_key = Encoding.ASCII.GetBytes("0123456789abcdef");

    [Fact]
    public void Hash_is_what_an_enforcement_point_computes_from_the_same_key() =>
        Assert.Equal(
            Convert.ToHexStringLower(HMACSHA256.HashData(s_key, "schlüssel"u8))[..32], new CredentialHasher(s_key).Hash("schlüssel"));

    [Fact]
    public void A_short_key_is_refused() => Assert.Contains("16", Assert.Throws<UserError>(() => new CredentialHasher(s_key[1..])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_secret_of_a_megabyte_has_a_hash() => Assert.True(CredentialHasher.IsHash(new CredentialHasher(s_key).Hash(new string('x', 1 << 20))));
}
