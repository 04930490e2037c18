namespace Engine.Tests.Ingest.Samples;

/// <summary>The samples are read whole: without this a wrong reader would make every test about them pass.</summary>
public class SampleDataTests
{
    [SampleFact]
    public void Lines_of_a_parser_test_come_with_the_fields_that_are_expected()
    {
        var test = CrowdSecTest.Load("nginx_http-logs");

        Assert.Equal(9, test.Lines.Count);
        Assert.All(test.Expected.Take(8), fields => Assert.Equal("http_access-log", fields!["meta.log_type"]));
        Assert.Equal("Go-http-client/1.1", test.Expected[0]!["http_user_agent"]);
        Assert.Equal("user123", test.Expected[6]!["remote_user"]);
    }

    [SampleFact]
    public void A_line_that_no_parser_took_has_no_fields() => Assert.Null(CrowdSecTest.Load("haproxy-logs").Expected[4]);

    [SampleFact]
    public void Examples_of_a_function_come_with_what_they_give()
    {
        var examples = VrlExample.Load("formats/vrl_parse_nginx_log.json.zst");

        Assert.Equal(["combined", "error", "ingress_upstreaminfo", "main"], examples.Select(example => example.Format));
        Assert.StartsWith("172.17.0.1 - alice [", examples[0].Line, StringComparison.Ordinal);
        Assert.Equal("404", examples[0].Fields["status"]);
    }

    [SampleFact]
    public void Quotes_of_an_example_are_taken_off() =>
        Assert.Contains(" \"curl/7.46.0\" - - ", VrlExample.Load("formats/vrl_parse_aws_alb_log.json.zst")[0].Line, StringComparison.Ordinal);
}
