using Engine.Schemas;

namespace Engine.Sinks.Lines;

/// <summary>How the words of the verdict line are written: lower case with underscores, for ever. A new word is added, none is changed.</summary>
public static class WireNames
{
    private static readonly string[] Actors = ["user", "api_key", "service_account", "client_certificate", "consumer", "session", "address"];
    private static readonly string[] Severities = ["low", "medium", "high", "critical"];
    private static readonly string[] Actions = ["observe", "challenge", "throttle", "block"];

    public static string Of(ActorKind kind) => Actors[(int)kind];
    public static string Of(Severity severity) => Severities[(int)severity];
    public static string Of(VerdictAction action) => Actions[(int)action];

    /// <summary>The words of the actor kinds, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> ActorKinds => Actors;
    public static ActorKind ActorKind(string word) => (ActorKind)Place(Actors, word, "actor kind");
    public static Severity Severity(string word) => (Severity)Place(Severities, word, "severity");
    public static VerdictAction Action(string word) => (VerdictAction)Place(Actions, word, "action");

    private static int Place(string[] words, string word, string what) => Array.IndexOf(words, word) is >= 0 and var place
        ? place
        : throw new FormatException($"'{word}' is not a {what}");
}
