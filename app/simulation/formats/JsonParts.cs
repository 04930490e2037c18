using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Formats;

/// <summary>Parts of a call that several JSON logs write alike.</summary>
internal static class JsonParts
{
    /// <summary>The path, and the query where there is one.</summary>
    public static void Split(Call call, out ReadOnlySpan<byte> path, out ReadOnlySpan<byte> query)
    {
        var target = call.Target.Written;
        var question = target.IndexOf((byte)'?');
        path = question < 0 ? target : target[..question];
        query = question < 0 ? default : target[(question + 1)..];
    }

    /// <summary>A member whose value is text, and the comma before it.</summary>
    public static Utf8Buffer AddText(this Utf8Buffer line, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        line.Add(",\""u8).Add(name).Add("\":\""u8).Add(value).Add("\""u8);

    /// <summary>A member whose value is a number, and the comma before it.</summary>
    public static Utf8Buffer AddNumber(this Utf8Buffer line, ReadOnlySpan<byte> name, long value) => line.Add(",\""u8).Add(name).Add("\":"u8).Add(value);

    /// <summary>A member for whoever the shop let in; nothing for strangers.</summary>
    public static Utf8Buffer AddName(this Utf8Buffer line, ReadOnlySpan<byte> name, Call call) =>
        call.IsAuthenticated ? line.AddText(name, call.Credential!.Account.NameText) : line;

    /// <summary>A member for the referer of a browser; nothing for programs.</summary>
    public static Utf8Buffer AddReferer(this Utf8Buffer line, ReadOnlySpan<byte> name, Call call) =>
        call.Client.Kind == ClientKind.Browser ? line.AddText(name, LineParts.Referer) : line;

    /// <summary>Header members for the credential that was shown, each with a comma before it.</summary>
    public static Utf8Buffer AddCredential(this Utf8Buffer line, Call call)
    {
        if (call.Credential is not { } credential)
            return line;
        return credential.Account.IsConsumer
            ? line.AddText("apikey"u8, credential.Token)
            : line.Add(",\"authorization\":\"Bearer "u8).Add(credential.Token).Add("\""u8);
    }

    /// <summary>The headers of a request as members of an object.</summary>
    public static Utf8Buffer AddHeaders(this Utf8Buffer line, Call call) => line
        .Add("{\"host\":\""u8).Add(LineParts.Host).Add("\""u8).AddText("user-agent"u8, call.Client.UserAgent.Utf8)
        .AddText("accept"u8, "application/json"u8).AddReferer("referer"u8, call).AddCredential(call).Add("}"u8);
}
