namespace Engine.Enrichment.Endpoints;

/// <summary>What a path segment or a parameter's value looks like by itself. Up to <see cref="Slug"/> they are values, the others are shapes of probes.</summary>
internal enum SegmentKind
{
    /// <summary>A word: part of the template as it stands.</summary>
    Literal,

    /// <summary>Decimal digits.</summary>
    Id,

    /// <summary>A signed or fractional number.</summary>
    Number,
    Uuid,
    Ulid,

    /// <summary>MongoDB: 24 hexadecimal digits.</summary>
    ObjectId,

    /// <summary>16 or more hexadecimal digits.</summary>
    Hash,
    Email,
    Phone,
    Date,

    /// <summary>20 or more characters that no person would write: base64url, random base 36, JWT.</summary>
    Token,

    /// <summary>A shorter one, or a running number with letters: <c>dQw4w9WgXcQ</c>, <c>ORD-2026-00017</c>.</summary>
    Code,

    /// <summary>A name where too many names stand to be words of the API, or one that no API's word looks like.</summary>
    Slug,

    /// <summary>A word that the server has not shown to know.</summary>
    Any,

    /// <summary>"." or "..".</summary>
    Dots,

    /// <summary>Everything from here on.</summary>
    Rest,
}
