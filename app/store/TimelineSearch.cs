using Engine.App.Terminal;
using Engine.Schemas;

namespace Engine.App.Store;

/// <summary>Finds the verdict or actor that a person means: a whole id, the first characters of one, or an actor's name or address.</summary>
internal sealed class TimelineSearch(StoreQuery query)
{
    private const string Verdict = """
        SELECT toString(v.verdict_id) AS id, v.actor_kind AS actor_kind, v.actor AS actor, v.action AS action, round(v.score) AS score, v.severity AS severity,
          arrayStringConcat(v.categories, ', ') AS categories, toString(v.first_event) AS first_event, toString(v.last_event) AS last_event,
          v.event_count AS calls, v.revision AS revision, v.explanation AS explanation, v.counterfactual AS counterfactual, toString(v.expires) AS expires
        FROM verdicts AS v
        """;

    /// <summary>The verdict, and how many others the same actor has; null where an actor is meant that has none.</summary>
    public async Task<(IReadOnlyDictionary<string, string?> Verdict, int Others)?> FindAsync(string text, CancellationToken cancel)
    {
        var wanted = Parameter("wanted", text);
        if (IsIdPrefix(text))
        {
            var byId = (await query.TableAsync(
                $"{Verdict}\nWHERE startsWith(toString(v.verdict_id), lower({{wanted:String}}))\nORDER BY v.last_event DESC LIMIT 6", wanted, cancel: cancel)).Records().ToList();
            if (byId.Count == 1)
                return (byId[0], 0);
            if (byId.Count > 1)
                throw new UserError($"{byId.Count} verdicts begin with {Printable.Text(text)}: {string.Join(", ", byId.Select(Name))}; give more of the id");
        }

        var ofActor = (await query.TableAsync(
            $"{Verdict}\nWHERE v.actor = {{wanted:String}} OR startsWith(v.actor, concat({{wanted:String}}, '|'))\nORDER BY v.last_event DESC LIMIT 100", wanted, cancel: cancel)).Records().ToList();
        if (ofActor.Count > 0)
            return (ofActor[0], ofActor.Count - 1);
        var calls = await query.TableAsync(
            "SELECT count() AS calls FROM events WHERE actor = {wanted:String} OR startsWith(actor, concat({wanted:String}, '|'))", wanted, cancel: cancel);
        return calls.Rows[0][0] != "0" ? null : throw await UnknownAsync(text, wanted, cancel);
    }

    private async Task<UserError> UnknownAsync(string text, IReadOnlyList<KeyValuePair<string, string>> wanted, CancellationToken cancel)
    {
        var near = (await query.TableAsync(
            $"{Verdict}\nORDER BY least(ngramDistance(toString(v.verdict_id), lower({{wanted:String}})), ngramDistance(v.actor, {{wanted:String}})), v.last_event DESC LIMIT 3",
            wanted, cancel: cancel)).Records().ToList();
        return new UserError($"no verdict and no actor is called {Printable.Text(text)}; "
            + (near.Count == 0 ? "there are no verdicts in this store yet" : $"the nearest are {string.Join(", ", near.Select(Name))}"));
    }

    internal static IReadOnlyList<KeyValuePair<string, string>> Parameter(string name, string value) => [KeyValuePair.Create(name, value)];

    private static bool IsIdPrefix(string text) => text.Length is >= 4 and <= 36 && text.All(c => char.IsAsciiHexDigit(c) || c == '-');

    private static string Name(IReadOnlyDictionary<string, string?> verdict) =>
        Printable.Text($"{verdict["id"]![..8]} ({verdict["action"]} {verdict["actor_kind"]} {verdict["actor"]})");
}
