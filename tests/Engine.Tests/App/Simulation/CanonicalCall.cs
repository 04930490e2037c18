using System.Text;
using Engine.App.Simulation.Shop;
using Engine.Schemas;

namespace Engine.Tests.App.Simulation;

/// <summary>What a call is whatever wrote and read it; null where a format cannot carry it.</summary>
internal sealed record CanonicalCall
{
    public required long At { get; init; }
    public long? Milliseconds { get; init; }
    public required string Address { get; init; }
    public required string Method { get; init; }
    public required string Target { get; init; }
    public string? Host { get; init; }
    public string? Scheme { get; init; }
    public required int? Status { get; init; }
    public long? RequestBytes { get; init; }
    public required long? ResponseBytes { get; init; }
    public required string? UserAgent { get; init; }
    public string? Referer { get; init; }
    public string? User { get; init; }
    public string? Credential { get; init; }
    public string? Callee { get; init; }

    /// <summary>As the shop saw it.</summary>
    public static CanonicalCall Of(Call call) => new()
    {
        At = call.At,
        Milliseconds = call.Milliseconds,
        Address = call.Client.Address,
        Method = call.Operation.Method,
        Target = Encoding.UTF8.GetString(call.Target.Written),
        Host = "api.shop.example",
        Scheme = "https",
        Status = call.Status,
        RequestBytes = call.RequestBytes,
        ResponseBytes = call.ResponseBytes,
        UserAgent = call.Client.UserAgent.Text,
        Referer = call.Client.Kind == ClientKind.Browser ? "https://www.shop.example/" : null,
        User = call.IsAuthenticated ? call.Credential!.Account.Name : null,
        Credential = call.Credential is { } credential ? Encoding.UTF8.GetString(credential.Token) : null,
        Callee = call.Operation.Service,
    };

    /// <summary>As it was read from a log.</summary>
    public static CanonicalCall Of(ApiEvent call) => new()
    {
        At = call.At.ToUnixTimeMilliseconds(),
        Milliseconds = (long?)call.Duration?.TotalMilliseconds,
        Address = $"{call.PeerAddress}",
        Method = call.Method,
        Target = call.Query is null ? call.Path : $"{call.Path}?{call.Query}",
        Host = call.Host,
        Scheme = call.Scheme,
        Status = call.Status,
        RequestBytes = call.RequestBytes,
        ResponseBytes = call.ResponseBytes,
        UserAgent = call.UserAgent,
        Referer = call.Referer,
        User = call.Authentication?.Subject ?? call.Authentication?.Consumer,
        Credential = call.Authentication?.Credential,
        Callee = call.Hop?.Callee,
    };
}
