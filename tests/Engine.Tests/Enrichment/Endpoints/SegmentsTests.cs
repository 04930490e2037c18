using CsCheck;
using Engine.Enrichment.Endpoints;

namespace Engine.Tests.Enrichment.Endpoints;

public sealed class SegmentsTests
{
    [Theory]
    [InlineData("orders", "")]
    [InlineData("getOrderByCustomerIdV2", "")]
    [InlineData("OAuth2AuthorizationEndpoint", "")]
    [InlineData("10-ways-to-cook-pasta-in-2024", "")]
    [InlineData("reset-password", "")]
    [InlineData("v1", "")]
    [InlineData("v2.1", "")]
    [InlineData("en-US", "")]
    [InlineData("index.php", "")]
    [InlineData("face", "")]
    [InlineData("0", "{id}")]
    [InlineData("18446744073709551616", "{id}")]
    [InlineData("-12", "{number}")]
    [InlineData("12.5", "{number}")]
    [InlineData("3f2504e0-4f89-11d3-9a0c-0305e82c3301", "{uuid}")]
    [InlineData("3F2504E0-4F89-11D3-9A0C-0305E82C3301", "{uuid}")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FAV", "{ulid}")]
    [InlineData("507f1f77bcf86cd799439011", "{objectid}")]
    [InlineData("d41d8cd98f00b204e9800998ecf8427e", "{hash}")]
    [InlineData("alice@example.com", "{email}")]
    [InlineData("@angular", "")]
    [InlineData("+491701234567", "{phone}")]
    [InlineData("2026-03-01", "{date}")]
    [InlineData("2026-03-01T10:00:00Z", "{date}")]
    [InlineData("dGhpcyBpcyBhIHRva2Vu8fJ2kQ3", "{token}")]
    [InlineData("cus_9s6XKzkNRiz8i3MPq", "{token}")]
    [InlineData("..", "..")]
    public void Segment_has_the_kind_it_looks_like(string segment, string placeholder) =>
        Assert.Equal(placeholder, Segments.Placeholder(Segments.KindOf(segment)));

    [Fact]
    public void Every_uuid_is_one() => Gen.Guid.Sample(id => Assert.Equal(SegmentKind.Uuid, Segments.KindOf(id.ToString())));

    [Fact]
    public void Every_number_is_an_id() => Gen.ULong.Sample(number =>
        Assert.Equal(SegmentKind.Id, Segments.KindOf(number.ToString(System.Globalization.CultureInfo.InvariantCulture))));

    [Fact]
    public void Nearly_every_random_token_is_one()
    {
        var random = new Random(7);
        var bytes = new byte[24];
        var tokens = 0;
        for (var i = 0; i < 1000; i++)
        {
            random.NextBytes(bytes);
            if (Segments.KindOf(System.Buffers.Text.Base64Url.EncodeToString(bytes)) == SegmentKind.Token)
                tokens++;
        }

        Assert.InRange(tokens, 950, 1000);
    }

    [Fact]
    public void Anything_is_some_kind() => Gen.String.Sample(text => Assert.InRange((int)Segments.KindOf(text), 0, Segments.KindCount - 1));
}
