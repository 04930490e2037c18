using System.Collections.Frozen;

namespace Engine.Enrichment.Endpoints;

/// <summary>Words after which a path carries a one-time secret: <c>/reset/{token}</c>. Such a segment must become neither template nor stored path.</summary>
internal static class SecretWords
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_words =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
            "reset", "reset-password", "password-reset", "resetpassword", "password", "verify", "verify-email", "activate", "activation",
            "confirm", "magic", "magic-link", "unsubscribe", "token", "tokens", "invite", "invitation", "invites")
        .GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool Announces(ReadOnlySpan<char> segment) => segment.Length is >= 5 and <= 14 && s_words.Contains(segment);

    /// <summary>Whether the segment behind such a word is the secret: numbers are objects and plain words are further steps.</summary>
    public static bool IsSecret(SegmentKind kind, ReadOnlySpan<char> text) => kind switch
    {
        SegmentKind.Uuid or SegmentKind.Ulid or SegmentKind.ObjectId or SegmentKind.Hash or SegmentKind.Token or SegmentKind.Code or SegmentKind.Slug => true,
        SegmentKind.Literal => text.Length >= 6 && text.IndexOfAnyInRange('0', '9') >= 0,
        _ => false,
    };
}
