namespace Engine.Ingest.Formats.Layout;

/// <summary>What a variable's value is made of: it tells which signs can end it.</summary>
internal enum ValueKind
{
    /// <summary>Anything that the escaping leaves.</summary>
    Text,

    /// <summary>One printable word.</summary>
    Token,

    /// <summary>A word without <c>/ | ; ,</c>: a host, a method.</summary>
    Word,
    Number,
    Address,

    /// <summary>dd/Mon/yyyy:hh:mm:ss ±hhmm, always 26 bytes.</summary>
    LogTime,

    /// <summary>One word for each upstream that was asked, separated by ", " and " : ".</summary>
    List,
}
