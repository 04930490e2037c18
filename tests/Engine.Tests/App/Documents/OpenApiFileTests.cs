using System.Text;
using CsCheck;
using Engine.App.Documents;
using Engine.Enrichment.Documents;
using Engine.Schemas;

namespace Engine.Tests.App.Documents;

/// <summary>A document is read as what it states, and whoever wrote one to do harm is refused.</summary>
public sealed class OpenApiFileTests
{
    private const string Small = """
        {"openapi":"3.1.0","info":{"title":"t","version":"1"},"servers":[{"url":"https://api.example.com/v1"},{"url":"/"}],
        "paths":{"/orders/{id}":{"parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"integer","minimum":1,"maximum":99}}],
        "post":{"deprecated":true,"requestBody":{"content":{"application/json":{"schema":{"type":"object","required":["sum"],
        "properties":{"sum":{"type":"number"},"note":{"type":["string","null"],"format":"date","maxLength":9}}}}}},"responses":{"200":{"description":"d"}}}}}}
        """;

    [Fact]
    public void What_it_states_is_read()
    {
        var api = Parse(Small);

        Assert.Equal(["api.example.com"], api.Hosts);
        Assert.Equal(2, api.Operations.Count);
        var operation = api.Operations[0];
        Assert.Equal(("POST", "/v1/orders/{id}", true), (operation.Method, operation.Path!.Template, operation.IsDeprecated));
        Assert.Equal(
            [
                new EndpointParameter("id", ParameterPlace.Path, ParameterType.Integer, null, true) { Least = 1, Most = 99 },
                new EndpointParameter("sum", ParameterPlace.Body, ParameterType.Number, null, true),
                new EndpointParameter("note", ParameterPlace.Body, ParameterType.Text, "date", false) { Most = 9 },
            ],
            operation.Parameters);
    }

    [Fact]
    public void A_document_that_is_damaged_is_read_or_refused_and_nothing_else() => Gen.Select(Gen.Int[0, Small.Length - 1], Gen.Char[" {}[]\",:0a$#/"]).Sample((at, letter) =>
    {
        try
        {
            Parse(Small[..at] + letter + Small[(at + 1)..]);
            Parse(Small[..at]);
        }
        catch (UserError)
        {
        }
    }, iter: 500);

    [Fact]
    public void A_file_that_is_not_there_is_an_error_that_says_where() => Assert.StartsWith(
        "enrichment.documents: /nowhere/shop.yaml cannot be read (",
        Assert.Throws<UserError>(() => ApiDocuments.Read([new DocumentOptions { File = "/nowhere/shop.yaml" }])).Message, StringComparison.Ordinal);

    [Fact]
    public void Another_content_of_the_same_file_has_another_digest()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, Small);
            var before = ApiDocuments.Read([new DocumentOptions { File = file }]).Digest;
            File.WriteAllText(file, Small.Replace("orders", "invoices", StringComparison.Ordinal));

            Assert.NotEqual(before, ApiDocuments.Read([new DocumentOptions { File = file }]).Digest);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("not a document", "not supported")]
    [InlineData("{\"openapi\":\"3.0.0\",\"info\":{\"title\":\"t\",\"version\":\"1\"},\"paths\":{}}", "states no paths")]
    [InlineData("{\"openapi\":", "cannot be read")]
    public void What_is_no_document_is_refused_with_its_name(string content, string why)
    {
        var error = Assert.Throws<UserError>(() => Parse(content));

        Assert.StartsWith("enrichment.documents: shop.yaml cannot be read as OpenAPI 3.0 or 3.1 (", error.Message, StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_that_grows_without_end_is_refused()
    {
        var laughs = new StringBuilder("a0: &a0 [x]\n");
        for (var i = 1; i < 30; i++)
            laughs.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");

        Assert.Contains("larger than", Assert.Throws<UserError>(() => Parse(laughs.ToString())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void A_document_that_is_too_deep_is_refused(string open, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, 100_000)) + "1" + string.Concat(Enumerable.Repeat(close, 100_000));

        Assert.Throws<UserError>(() => Parse(deep));
        Assert.Throws<UserError>(() => Parse($"{{\"openapi\":\"3.0.0\",\"paths\":{deep}}}"));
    }

    [Fact]
    public void A_schema_that_names_itself_ends()
    {
        const string Recursive = """
            openapi: 3.1.0
            info: { title: t, version: "1" }
            components:
              schemas:
                Node: { type: object, properties: { id: { type: integer }, next: { $ref: "#/components/schemas/Node" } }, allOf: [{ $ref: "#/components/schemas/Node" }] }
            paths:
              /nodes:
                post: { requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Node" } } } }, responses: { "200": { description: one } } }
            """;

        Assert.Equal(["id", "next"], Assert.Single(Parse(Recursive).Operations).Parameters.Select(parameter => parameter.Name).Distinct());
    }

    private static DocumentedApi Parse(string document) => OpenApiFile.Parse(Encoding.UTF8.GetBytes(document), new DocumentOptions { File = "shop.yaml" });
}
