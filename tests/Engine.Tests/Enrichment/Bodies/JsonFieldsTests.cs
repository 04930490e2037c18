using CsCheck;
using Engine.Enrichment.Bodies;

namespace Engine.Tests.Enrichment.Bodies;

public sealed class JsonFieldsTests
{
    [Theory]
    [InlineData("""{"a":1,"b":"x","c":null,"d":true,"e":-1.5e3}""", "a=1 b=x c=null d=true e=-1.5e3")]
    [InlineData("""{"a":{"b":{"c":1}},"d":2}""", "a= a.b= d=2")]
    [InlineData("""{"a":[{"b":1},[{"c":2}]],"d":2}""", "a= d=2")]
    [InlineData("""[{"a":1},{"a":2}]""", "a=1 a=2")]
    [InlineData("""{"a":"x\"}","b":2}""", "a=x\\\"} b=2")]
    [InlineData(""" { "a" : { "b" : 1 } , "c" : 3 } """, "a= a.b=1 c=3")]
    [InlineData("""["a","b"]""", "")]
    [InlineData("""{"a":1,"b":"cut""", "a=1 b=cut…")]
    [InlineData("""{"a":12""", "a=12…")]
    [InlineData("no json", "")]
    public void Fields_of_the_outer_objects_and_one_level_down_are_told(string body, string fields) => Assert.Equal(fields, Read(body));

    [Theory]
    [InlineData("""{"a":{}}""", true)]
    [InlineData("""[{"a":1}]""", true)]
    [InlineData("""{"a":{}""", false)]
    public void A_body_that_was_cut_says_so(string body, bool isWhole)
    {
        var read = new JsonFields(body);
        while (read.Next())
        {
        }

        Assert.Equal(isWhole, read.IsWhole);
    }

    [Fact]
    public void Depth_is_bounded() => Assert.Equal("", Read(string.Concat(Enumerable.Repeat("[", 20_000)) + "{\"a\":1}"));

    [Fact]
    public void Any_text_at_all_is_read() => Gen.String[Gen.Char["{}[]\":,\\ tnull0123abc"], 0, 300].Sample(text => Read(text), iter: 5_000);

    private static string Read(string body)
    {
        var read = new JsonFields(body);
        var fields = new List<string>();
        while (read.Next())
            fields.Add($"{(read.Parent.IsEmpty ? "" : read.Parent.ToString() + ".")}{read.Name}={read.Value}{(read.IsCut ? "…" : "")}");
        return string.Join(' ', fields);
    }
}
