using System.Text;
using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Formats.Layout;

/// <summary>Variables that more than one server has, under whatever name.</summary>
internal static class LogVariables
{
    private static readonly JsonUnits s_logTime = new(TimeEncoding.Log);

    public static LogVariable LogTime(int rank) => new(ValueKind.LogTime, MappedField.Time, rank) { Units = s_logTime };

    /// <summary>RFC 3339.</summary>
    public static LogVariable IsoTime(int rank) => new(ValueKind.Token, MappedField.Time, rank) { Units = new JsonUnits(TimeEncoding.Rfc3339) };

    public static LogVariable UnixTime(TimeEncoding unit, int rank) => new(ValueKind.Number, MappedField.Time, rank) { Units = new JsonUnits(unit) };

    public static LogVariable Duration(DurationUnit unit, int rank = 0) =>
        new(ValueKind.Number, MappedField.Duration, rank) { Units = new JsonUnits(TimeEncoding.Any, unit) };

    public static LogVariable Address(int rank) => new(ValueKind.Address, MappedField.Address, rank)
    {
        Read = static (value, ref draft, memory) => draft.PeerAddress = LogValue.Address(value, ref draft, memory),
    };

    public static LogVariable Status { get; } = new(ValueKind.Number, MappedField.Status)
    {
        Read = static (value, ref draft, _) => draft.Status = LogValue.Status(value, ref draft),
    };

    /// <summary>The user of a Basic header; Apache writes an empty one as "".</summary>
    public static LogVariable User { get; } = new(ValueKind.Text, MappedField.User)
    {
        Read = static (value, ref draft, memory) =>
        {
            if (!value.SequenceEqual("\"\""u8))
                draft.Credentials.TakeBasicUser(memory.Texts.Get(value));
        },
    };

    /// <summary>A host that the server chose: "_" is nginx's name for a server without one.</summary>
    public static LogVariable Host(int rank) => new(ValueKind.Word, MappedField.Host, rank)
    {
        Read = static (value, ref draft, memory) => draft.Host ??= value.SequenceEqual("_"u8) ? null : RequestTarget.HostOf(value, memory),
    };

    public static LogVariable CertificateSubject { get; } = new(ValueKind.Text)
    {
        Read = static (value, ref draft, _) => draft.Credentials.TakeCertificate(value),
    };

    /// <summary>SUCCESS; FAILED or FAILED:reason; NONE.</summary>
    public static LogVariable CertificateCheck { get; } = new(ValueKind.Text)
    {
        Read = static (value, ref draft, _) => draft.Credentials.CertificateIsVerified = value.SequenceEqual("SUCCESS"u8),
    };

    public static LogVariable RequestBytes(int rank, string measures) => new(ValueKind.Number, MappedField.RequestBytes, rank) { Measures = measures };

    public static LogVariable ResponseBytes(int rank, string measures) => new(ValueKind.Number, MappedField.ResponseBytes, rank) { Measures = measures };

    public static LogVariable Passed(ValueKind kind) => new(kind);

    /// <summary>What the proxy in front told by the PROXY protocol: it is worth more than what the client itself may have sent.</summary>
    public static LogVariable ProxyProtocolAddress { get; } = new(ValueKind.Address)
    {
        Read = static (value, ref draft, memory) => draft.ForwardedFor = memory.Texts.Get(value),
    };

    /// <param name="name">Name of the header, in whatever case.</param>
    public static LogVariable RequestHeader(string name)
    {
        name = name.ToLowerInvariant();
        var bytes = Encoding.UTF8.GetBytes(name);
        return new LogVariable(ValueKind.Text, FieldOf(name), Rank: 1)
        {
            Read = (value, ref draft, memory) => HeaderSelection.TakeRequest(bytes, value, ref draft, memory),
        };
    }

    /// <param name="name">Name of the header, in whatever case.</param>
    public static LogVariable ResponseHeader(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name.ToLowerInvariant());
        return new LogVariable(ValueKind.Text)
        {
            Read = (value, ref draft, memory) => HeaderSelection.TakeResponse(bytes, value, ref draft, memory),
        };
    }

    /// <summary>One cookie: it is the session if its name says so.</summary>
    public static LogVariable Cookie(string name) => CredentialDraft.IsSessionName(Encoding.UTF8.GetBytes(name))
        ? new LogVariable(ValueKind.Text, MappedField.Session)
        : Passed(ValueKind.Text);

    // Null: it is kept as a header, or passed over.
    private static MappedField? FieldOf(string header) => header switch
    {
        "host" => MappedField.Host,
        "user-agent" => MappedField.UserAgent,
        "referer" => MappedField.Referer,
        "x-forwarded-for" => MappedField.ForwardedFor,
        "authorization" => MappedField.Authorization,
        "apikey" or "api-key" or "x-api-key" => MappedField.ApiKey,
        "cookie" => MappedField.Cookies,
        "x-request-id" => MappedField.RequestId,
        "traceparent" => MappedField.Traceparent,
        _ => null,
    };
}
