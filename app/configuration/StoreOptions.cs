using System.ComponentModel.DataAnnotations;
using Engine.Schemas;

namespace Engine.App.Configuration;

/// <summary>Section <c>store</c>.</summary>
internal sealed record StoreOptions : IValidatableObject
{
    /// <summary>The location that means: keep nothing.</summary>
    public const string Nowhere = "none";

    /// <summary>
    /// A directory (ClickHouse embedded there), the http or https address of a ClickHouse server, or none.
    /// Default: the directory in ENGINE_DATA, else the user's data directory.
    /// </summary>
    public string? Location { get; init; }

    /// <summary>Database in ClickHouse. Default engine.</summary>
    [RegularExpression("^[A-Za-z_][A-Za-z0-9_]{0,63}$", ErrorMessage = "is not a database name; use letters, digits and '_', at most 64")]
    public string Database { get; init; } = "engine";

    /// <summary>How long events are kept; verdicts stay. Default 30d.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>What may wait on the disk while the store is away; beyond it the input waits. Default 10GiB.</summary>
    [ByteSize]
    [Range(1L << 20, 1L << 50)]
    public long Spool { get; init; } = 10L << 30;

    /// <summary>User on a ClickHouse server. Default: the server's own default user.</summary>
    public string? User { get; init; }

    /// <summary>Password on a ClickHouse server, as a reference: file:/path or env:NAME. Default: none.</summary>
    [Secret]
    public string? Password { get; init; }

    /// <summary>The location is a server.</summary>
    public bool IsServer => Location is not null && (Location.StartsWith("http://", StringComparison.Ordinal) || Location.StartsWith("https://", StringComparison.Ordinal));

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsServer && Location?.Contains("://", StringComparison.Ordinal) == true)
            yield return new ValidationResult("is not a store; write a directory, http://HOST:PORT, https://HOST:PORT or none", [nameof(Location)]);
        if (IsServer && !Uri.TryCreate(Location, UriKind.Absolute, out _))
            yield return new ValidationResult("is not a valid address; write http://HOST:PORT", [nameof(Location)]);
        if (IsServer && Uri.TryCreate(Location, UriKind.Absolute, out var server) && server.UserInfo.Length > 0)
            yield return new ValidationResult("holds a user or password; use store.user and store.password", [nameof(Location)]);
        if (!IsServer && User is not null) yield return new ValidationResult("has no effect: store.location is not a server", [nameof(User)]);
        if (!IsServer && Password is not null) yield return new ValidationResult("has no effect: store.location is not a server", [nameof(Password)]);
    }
}
