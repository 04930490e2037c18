namespace Engine.Ingest.Formats.Layout;

/// <summary>Directives of Apache's mod_log_config (2.4), with those of mod_logio and mod_ssl. All others are passed over.</summary>
internal static class ApacheVariables
{
    /// <param name="letters">The letter, or two behind a '^'.</param>
    /// <param name="parameter">What stands in the braces; null: none do.</param>
    public static LogVariable Find(string letters, string? parameter) => letters switch
    {
        "a" => parameter == "c" ? LogVariables.Address(2) : LogVariables.Address(0),
        "h" => LogVariables.Address(parameter == "c" ? 3 : 1) with { Kind = ValueKind.Token },
        "p" => parameter == "remote" ? new LogVariable(ValueKind.Number, MappedField.Port) : LogVariables.Passed(ValueKind.Number),
        "u" => LogVariables.User,
        "r" => new LogVariable(ValueKind.Text, MappedField.RequestLine),
        "m" => new LogVariable(ValueKind.Token, MappedField.Method),
        "U" => new LogVariable(ValueKind.Text, MappedField.Uri) { BeginsWithSlash = true },
        "q" => new LogVariable(ValueKind.Text, MappedField.Query),
        "H" => new LogVariable(ValueKind.Token, MappedField.Protocol),
        "v" => LogVariables.Host(3),
        "V" => LogVariables.Host(2),
        "s" => LogVariables.Status,
        "b" or "B" => LogVariables.ResponseBytes(0, "response body"),
        "O" => LogVariables.ResponseBytes(1, "whole response, with headers"),
        "I" => LogVariables.RequestBytes(0, "whole request, with headers"),
        "D" => LogVariables.Duration(DurationUnit.Microseconds),
        "T" => Taken(parameter),
        "L" => new LogVariable(ValueKind.Token, MappedField.RequestId, 1),
        "i" => LogVariables.RequestHeader(parameter ?? ""),
        "o" => LogVariables.ResponseHeader(parameter ?? ""),
        "C" => LogVariables.Cookie(parameter ?? ""),
        "e" when parameter == "UNIQUE_ID" => new LogVariable(ValueKind.Token, MappedField.RequestId),
        "x" when parameter == "SSL_CLIENT_S_DN" => LogVariables.CertificateSubject,
        "x" when parameter == "SSL_CLIENT_VERIFY" => LogVariables.CertificateCheck,
        "x" => LogVariables.Passed(ValueKind.Token),
        "A" => LogVariables.Passed(ValueKind.Address),
        "k" or "P" or "S" => LogVariables.Passed(ValueKind.Number),
        // identd answers are a word, and nobody has them.
        "l" or "R" or "X" => LogVariables.Passed(ValueKind.Token),
        _ => LogVariables.Passed(ValueKind.Text),
    };

    private static LogVariable Taken(string? unit) => unit switch
    {
        "ms" => LogVariables.Duration(DurationUnit.Milliseconds, 1),
        "us" => LogVariables.Duration(DurationUnit.Microseconds),
        _ => LogVariables.Duration(DurationUnit.Seconds, 2),
    };
}
