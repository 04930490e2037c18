using Engine.Ingest.Envelopes;
using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Formats;

public class FormatCatalogTests
{
    private static readonly MappedJson.Options s_edge = new()
    {
        Name = "edge",
        Fields = new Dictionary<string, string> { ["time"] = "ts", ["request_line"] = "request" },
    };

    [Fact]
    public void Every_format_without_options_is_listed()
    {
        var existing = typeof(IRecordFormat).Assembly.GetTypes()
            .Where(type => type.IsClass && typeof(IRecordFormat).IsAssignableFrom(type) && type != typeof(EnvelopedFormat) && type != typeof(MappedJson) && type != typeof(LogFormat));

        Assert.Equal(existing.Select(type => type.Name).Order(), FormatCatalog.All.Select(format => format.GetType().Name).Order());
    }

    [Fact]
    public void Names_are_unique() => Assert.Equal(FormatCatalog.All.Count, FormatCatalog.All.Select(format => format.Info.Name).Distinct().Count());

    [Fact]
    public void Mapped_formats_come_behind_the_built_in_ones() =>
        Assert.Equal([.. FormatCatalog.All.Select(format => format.Info.Name), "edge"], FormatCatalog.Create(new FormatOptions { Mapped = [s_edge] }).Formats.Select(format => format.Info.Name));

    [Fact]
    public void A_misspelt_name_is_answered_with_the_nearest_or_all()
    {
        var near = Assert.Throws<UserError>(() => FormatCatalog.Create(new FormatOptions { Mapped = [s_edge] })["combnied"]);
        var far = Assert.Throws<UserError>(() => FormatCatalog.Create(new FormatOptions { Mapped = [s_edge] })["syslog"]);

        Assert.Equal("format 'combnied' is unknown; did you mean 'combined'?", near.Message);
        Assert.Equal($"format 'syslog' is unknown; known are {string.Join(", ", FormatCatalog.All.Select(format => format.Info.Name))}, edge", far.Message);
        Assert.True(near.IsUsage);
    }

    [Fact]
    public void A_name_like_no_other_is_answered_without_a_guess() => Assert.DoesNotContain(
        "did you mean", Assert.Throws<UserError>(() => FormatCatalog.Create()["apache_error"]).Message, StringComparison.Ordinal);

    [Fact]
    public void Problems_of_all_mapped_formats_come_together()
    {
        var error = Assert.Throws<UserError>(() => FormatCatalog.Create(new FormatOptions { Mapped = [s_edge with { Name = "kong" }, s_edge with { Name = "b", Fields = new Dictionary<string, string>() }] }));

        Assert.Contains("'kong': the name is already taken", error.Message, StringComparison.Ordinal);
        Assert.Contains("'b': field 'time' is not mapped", error.Message, StringComparison.Ordinal);
    }
}
