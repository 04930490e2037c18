using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Engine.Schemas;

namespace Engine.Detection.Facts.Walks;

/// <summary>A walk over ids that several actors share, and what speaks for one hand behind it.</summary>
internal sealed class FoundWalk
{
    private double? _sameProgram, _sameNetwork;

    /// <param name="members">Who shares it, in the order in which they came.</param>
    /// <param name="belongs">Which ids belong to it.</param>
    /// <param name="scale">From one id to the next.</param>
    public FoundWalk(IReadOnlyList<WalkVisitor> members, Func<long, bool> belongs, int scale)
    {
        Members = members;
        // Once a second while a walk goes on: one list, and what only a report needs is told when it is asked for.
        var all = new List<VisitedId>(members.Sum(member => member.Ids.Count));
        foreach (var member in members)
            all.AddRange(member.Ids.Where(visited => belongs(visited.Id)));
        all.Sort(static (left, right) => left.Order.CompareTo(right.Order));
        Visits = all.Count;
        Refused = all.Count(visited => visited.IsRefused);
        IsMostlyNew = 2 * all.Count(visited => visited.IsNew) > Visits - Refused;
        Interleaving = new Interleaving(members, belongs, scale);
        (Lowest, Highest, Ids) = (Interleaving.Lowest, Interleaving.Highest, Interleaving.Ids);
        InOrder = Correlation(all);
        Strangers = (double)members.Count(member => member.Actor.Key.Kind == ActorKind.Address) / members.Count;
    }

    public IReadOnlyList<WalkVisitor> Members { get; }

    /// <summary>Distinct ids, and calls that asked for them.</summary>
    public int Ids { get; }
    public int Visits { get; }
    public int Refused { get; }

    /// <summary>What is there of it may have been made within the look-back: growth is dense and in order by nature.</summary>
    public bool IsMostlyNew { get; }
    public long Lowest { get; }
    public long Highest { get; }

    /// <summary>-1 to 1: how closely ids follow the order in which they were asked for, over all actors.</summary>
    public double InOrder { get; }

    public Interleaving Interleaving { get; }

    /// <summary>
    /// The ids were handed out one after another. Stretches of actors' own may lie in order by accident, there are few of them; the ids of
    /// independent ones in between each other do not.
    /// </summary>
    public bool FollowsTheClock => Math.Abs(InOrder) >= 0.7 && Interleaving.IsMixed;

    /// <summary>Share of the actors that nobody let in: addresses, 0 to 1.</summary>
    public double Strangers { get; }

    /// <summary>Share of the actors that are addresses with one fingerprint, or of one network (/24, /48), 0 to 1.</summary>
    public double SameProgram => _sameProgram ??= LargestShare(Members, ProgramOf);
    public double SameNetwork => _sameNetwork ??= LargestShare(Members, NetworkOf);

    private static double LargestShare(IReadOnlyList<WalkVisitor> members, Func<string, string> of)
    {
        var most = members.Where(member => member.Actor.Key.Kind == ActorKind.Address)
            .CountBy(member => of(member.Actor.Key.Value)).Select(group => group.Value).DefaultIfEmpty().Max();
        return (double)most / members.Count;
    }

    private static string ProgramOf(string actor) => actor[(actor.IndexOf('|', StringComparison.Ordinal) + 1)..];

    private static string NetworkOf(string actor)
    {
        var text = actor.Split('|')[0];
        if (!IPAddress.TryParse(text, out var address))
            return text;
        var bytes = address.GetAddressBytes();
        return Convert.ToHexString(bytes, 0, address.AddressFamily == AddressFamily.InterNetwork ? 3 : 6);
    }

    /// <summary>Pearson's coefficient of place in the order and id; sums of whole numbers, so it does not depend on the order of adding.</summary>
    private double Correlation(List<VisitedId> ordered)
    {
        long n = ordered.Count, sumX = 0, sumY = 0, sumXY = 0, sumXX = 0, sumYY = 0;
        for (var x = 0; x < ordered.Count; x++)
        {
            var y = ordered[x].Id - Lowest;
            (sumX, sumY) = (sumX + x, sumY + y);
            (sumXY, sumXX, sumYY) = (sumXY + (x * y), sumXX + ((long)x * x), sumYY + (y * y));
        }

        var spread = Math.Sqrt(((double)n * sumXX) - ((double)sumX * sumX)) * Math.Sqrt(((double)n * sumYY) - ((double)sumY * sumY));
        return spread == 0 ? 0 : (((double)n * sumXY) - ((double)sumX * sumY)) / spread;
    }

    /// <summary>In words, for a reason.</summary>
    public string Describe()
    {
        List<string> parts = [];
        if (Math.Abs(InOrder) >= 0.5)
            parts.Add("one after another");
        if (Refused > 0)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{Refused} refused"));
        if (SameProgram >= 0.5)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{100 * SameProgram:0} % with one program"));
        if (SameNetwork >= 0.5)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{100 * SameNetwork:0} % from one network"));
        return parts.Count == 0 ? "" : ", " + string.Join(", ", parts);
    }
}
