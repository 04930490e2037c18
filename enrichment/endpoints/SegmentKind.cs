namespace Engine.Enrichment.Endpoints;

/// <summary>What a path segment or a parameter's value looks like by itself. The order is the order of a node's typed children.</summary>
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

    /// <summary>A name where too many names stand to be words of the API.</summary>
    Slug,

    /// <summary>A word that the server has not shown to know.</summary>
    Any,

    /// <summary>"." or "..".</summary>
    Dots,

    /// <summary>Everything from here on.</summary>
    Rest,
}
