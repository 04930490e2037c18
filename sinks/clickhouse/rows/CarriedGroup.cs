namespace Engine.Sinks.ClickHouse.Rows;

/// <summary>Names in the column <c>carries</c> of a stored call.</summary>
internal static class CarriedGroup
{
    public const string Claims = "auth_claims";
    public const string RequestHeaders = "request_headers";
    public const string ResponseHeaders = "response_headers";
    public const string RequestFindings = "request_findings";
    public const string ResponseFindings = "response_findings";
    public const string Hop = "hop";
    public const string Origin = "origin";
}
