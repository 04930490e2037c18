using System.Globalization;
using Engine.App.Configuration.Binding;
using Engine.App.Terminal;
using Engine.Schemas;

namespace Engine.App.Store;

/// <summary>Which verdicts a command asks for, as a condition on the view <c>verdicts</c> and its parameters.</summary>
internal static class VerdictFilter
{
    public static (string Where, List<KeyValuePair<string, string>> Parameters) Of(string? since, string? actor, VerdictAction? minimum, DateTimeOffset now)
    {
        var conditions = new List<string> { "1" };
        var parameters = new List<KeyValuePair<string, string>>();
        if (since is not null)
        {
            conditions.Add("v.time >= {since:DateTime64(6, 'UTC')}");
            parameters.Add(new("since", Moment(since, now).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)));
        }

        if (actor is not null)
        {
            // An address stands for all its fingerprints.
            conditions.Add("(v.actor = {actor:String} OR startsWith(v.actor, concat({actor:String}, '|')))");
            parameters.Add(new("actor", actor));
        }

        if (minimum is { } action)
        {
            conditions.Add("v.action >= {action:String}");
            parameters.Add(new("action", action.ToString().ToLowerInvariant()));
        }

        return (string.Join(" AND ", conditions), parameters);
    }

    /// <summary>An age (30min, 24h, 7d) or a moment (2015-05-17, 2015-05-17T10:05:00Z; UTC where it says nothing).</summary>
    internal static DateTimeOffset Moment(string text, DateTimeOffset now)
    {
        if (Duration.Parse(text) is { Value: TimeSpan age } && age <= now - DateTimeOffset.UnixEpoch)
            return (now - age).ToUniversalTime();

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            && moment.Year is >= 1900 and < 2300
            ? moment
            : throw new UserError($"'{Printable.Text(text)}' is neither an age (30min, 24h, 7d) nor a time (2025-05-17T10:05:00Z)", isUsage: true);
    }
}
