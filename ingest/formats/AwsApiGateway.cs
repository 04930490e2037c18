using System.Text.Json;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>
/// AWS API Gateway access log as JSON, REST and HTTP APIs. The operator writes the template, so members are known by the names that AWS's own
/// examples use for the <c>$context</c> variables, and by those of deploy/examples/aws-api-gateway, which has all that detectors need.
/// </summary>
/// <remarks>
/// The id is <c>extendedRequestId</c>: of a REST API a client can choose the other one. AWS's short templates log no path; then the route
/// stands for it. Whoever an authorizer, IAM or an API key names is verified. sourceIp is the TCP peer.
/// </remarks>
public sealed class AwsApiGateway(int mostRecordBytes = IRecordFormat.DefaultMostRecordBytes) : IRecordFormat, IJsonCall
{
    public const string Name = "aws-api-gateway";

    private static readonly JsonFields s_fields = JsonFields.Of(
        new JsonUnits(TimeEncoding.Any),
        (MappedField.Time, "requestTimeEpoch"), (MappedField.Time, "requestTime"), (MappedField.RequestId, "extendedRequestId"),
        (MappedField.Address, "ip"), (MappedField.Address, "sourceIp"), (MappedField.Method, "httpMethod"), (MappedField.Path, "path"),
        (MappedField.FirstNote, "routeKey"), (MappedField.SecondNote, "resourcePath"), (MappedField.Host, "domainName"), (MappedField.Protocol, "protocol"),
        (MappedField.Status, "status"), (MappedField.ResponseBytes, "responseLength"), (MappedField.Duration, "responseLatency"),
        (MappedField.UserAgent, "userAgent"), (MappedField.VerifiedUser, "user"), (MappedField.VerifiedUser, "principalId"), (MappedField.VerifiedUser, "sub"),
        (MappedField.UserRole, "role"), (MappedField.Consumer, "apiKeyId"), (MappedField.Certificate, "clientCertSubject"),
        (MappedField.Callee, "service"), (MappedField.Environment, "environment"), (MappedField.BlockedBy, "blockedBy"));

    public FormatInfo Info { get; } = new(
        Name, "AWS API Gateway access log (REST and HTTP APIs)", "API Gateway developer guide, $context variables for access logging (2026)",
        CallMoment.Start, "response payload; requests are not measured",
        ["query", "headers", "bodies", "credentials", "request bytes", "client TLS fingerprint", "trace"])
    {
        IsJson = true,
    };

    public void Parse(in RawRecord record, ParsedRecords into) => JsonCalls.Parse(record, into, this, mostRecordBytes);

    public bool TryReadTime(ReadOnlySpan<byte> record, out DateTimeOffset at) => s_fields.TryReadTime(record, out at);

    void IJsonCall.Read(ref Utf8JsonReader reader, ref CallDraft draft)
    {
        s_fields.Read(ref reader, ref draft);
        draft.Route = draft.Notes.Second ?? RouteOf(draft.Notes.First);
        draft.Path ??= draft.Route;
        draft.Scheme = "https";
        if (draft.Credentials.Consumer is not null)
            draft.Credentials.Verified = true;
        draft.Credentials.CertificateIsVerified = true;
    }

    // "GET /orders/{id}"; "$default" is every path that no route has.
    private static string? RouteOf(string? key)
    {
        var space = key?.IndexOf(' ') ?? -1;
        return space < 0 ? null : key![(space + 1)..];
    }
}
