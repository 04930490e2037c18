using System.Buffers;
using System.Globalization;
using System.Text;

namespace Engine.Sinks.Enforcement.Points;

/// <summary>
/// A map of HAProxy (2.6 or later), changed through the runtime API: key = client address or network, value = <see cref="BlockMark"/>.
/// <c>deploy/examples/haproxy/haproxy.cfg</c> is a configuration that obeys it.
/// </summary>
public sealed class HaproxyMap : IEnforcementPoint
{
    /// <summary>HAProxy reads a command into one buffer (16 KiB as delivered, less what others set); longer ones are cut off in silence.</summary>
    private const int MostCommandBytes = 4 * 1024;

    private static readonly SearchValues<char> NotInNames = SearchValues.Create(" ;\\<\t\r\n");

    private readonly RuntimeSocket _socket;
    private readonly string _map;
    private readonly string _name;
    private readonly int _swapFrom;

    public HaproxyMap(PointOptions options, TimeProvider time)
    {
        var address = RuntimeAddress.Parse(options.Socket)
            ?? throw new ArgumentException($"'{options.Socket}' is not a socket", nameof(options));
        _socket = new RuntimeSocket(address, options.Socket, options.Timeout, time);
        _map = options.Map;
        _name = options.Socket;
        _swapFrom = options.SwapFrom;
    }

    public static PointInfo Description { get; } = new(
        "haproxy-map", "HAProxy: a map of client addresses, through the runtime API", [TargetKind.Address],
        ChangesPerSecond: 20_000, TimeSpan.FromMilliseconds(10), "HAProxy management guide, section 9.3 (2.4 and later)");

    public PointInfo Info => Description;

    /// <summary>What is wrong with the options; touches nothing.</summary>
    public static IEnumerable<(string Property, string Text)> Check(PointOptions options)
    {
        if (RuntimeAddress.Parse(options.Socket) is null)
            yield return (nameof(PointOptions.Socket), $"'{options.Socket}' is neither the path of a unix socket (under 108 characters) nor ipv4@ADDRESS:PORT");
        if (options.Map.Length is 0 or > 512 || options.Map.AsSpan().ContainsAny(NotInNames))
            yield return (nameof(PointOptions.Map), $"'{options.Map}' is not the file name of a map as HAProxy's configuration writes it");
    }

    public async ValueTask<IReadOnlyList<PointEntry>> ReadAsync(CancellationToken cancel) => await ShowAsync("", cancel);

    public async ValueTask ApplyAsync(IReadOnlyList<PointChange> changes, Action<PointChange> confirmed, CancellationToken cancel)
    {
        if (changes.Count < _swapFrom || !await SwapAsync(changes, confirmed, cancel))
            await ChangeOneByOneAsync(changes, confirmed, cancel);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Several commands in a line, each with its own reply; by reference, so that an operator's entry of the same key stays.</summary>
    private async ValueTask ChangeOneByOneAsync(IReadOnlyList<PointChange> changes, Action<PointChange> confirmed, CancellationToken cancel)
    {
        string? firstProblem = null;
        var line = new StringBuilder();
        for (var (first, next) = (0, 0); first < changes.Count; first = next)
        {
            line.Clear();
            for (; next < changes.Count; next++)
            {
                var command = Command(changes[next]);
                if (line.Length > 0 && line.Length + command.Length + 2 > MostCommandBytes)
                    break;
                line.Append(line.Length > 0 ? ";" : "").Append(command);
            }

            var replies = Split(await _socket.AskAsync(line.Append('\n').ToString(), cancel));
            if (replies.Count != next - first)
                throw new PointFailure($"HAProxy at {_name} answered {replies.Count} of {next - first} commands; {replies.FirstOrDefault(reply => reply.Length > 0) ?? "no reason given"}");
            for (var index = first; index < next; index++)
            {
                var change = changes[index];
                var reply = replies[index - first];
                // Gone already is what a removal wants.
                if (reply.Length == 0 || (change.Kind == ChangeKind.Remove && reply == "Key not found."))
                    confirmed(change);
                else
                    firstProblem ??= $"{change.Target}: {reply}";
            }
        }

        if (firstProblem is not null)
            throw Refused(firstProblem);
    }

    private string Command(PointChange change)
    {
        var key = Checked(change.Target);
        return change.Kind switch
        {
            ChangeKind.Add => $"add map {_map} {key} {change.Mark}",
            ChangeKind.Refresh => $"set map {_map} {Reference(change)} {change.Mark}",
            _ => $"del map {_map} {Reference(change)}",
        };
    }

    /// <summary>
    /// Builds the whole next version beside the present one and commits it in one step. False, and nothing changed: the new version does
    /// not hold what it should (a foreign value that cannot be copied), or somebody else changed the map meanwhile, which the commit
    /// would undo.
    /// </summary>
    private async ValueTask<bool> SwapAsync(IReadOnlyList<PointChange> changes, Action<PointChange> confirmed, CancellationToken cancel)
    {
        var before = await ShowAsync("", cancel);
        var next = Next(before, changes);
        var version = await PrepareAsync(cancel);
        try
        {
            foreach (var payload in Payloads(next))
                Expect(await _socket.AskAsync($"add map @{version} {_map} <<\n{payload}\n", cancel));
            if (!(await ShowAsync($"@{version} ", cancel)).Select(entry => (entry.Key, entry.Value)).SequenceEqual(next)
                || !(await ShowAsync("", cancel)).SequenceEqual(before))
            {
                await DropAsync(version);
                return false;
            }

            Expect(await _socket.AskAsync($"commit map @{version} {_map}\n", cancel));
        }
        catch (Exception)
        {
            await DropAsync(version);
            throw;
        }

        foreach (var change in changes)
            confirmed(change);
        return true;
    }

    private static List<(string Key, string Value)> Next(IReadOnlyList<PointEntry> before, IReadOnlyList<PointChange> changes)
    {
        var changed = changes.Where(change => change.Existing is not null).ToDictionary(change => change.Existing!.Reference!, change => change);
        var next = new List<(string, string)>(before.Count + changes.Count);
        foreach (var entry in before)
        {
            if (!changed.TryGetValue(entry.Reference!, out var change) || change.Existing != entry)
                next.Add((entry.Key, entry.Value));
            else if (change.Kind == ChangeKind.Refresh)
                next.Add((Checked(change.Target), change.Mark.ToString()));
        }

        var present = before.Select(entry => entry.Target).ToHashSet();
        foreach (var change in changes.Where(change => change.Kind == ChangeKind.Add && !present.Contains(change.Target)))
            next.Add((Checked(change.Target), change.Mark.ToString()));
        return next;
    }

    private static IEnumerable<string> Payloads(IEnumerable<(string Key, string Value)> entries)
    {
        var payload = new StringBuilder();
        foreach (var (key, value) in entries)
        {
            if (payload.Length > 0 && payload.Length + key.Length + value.Length + 2 > MostCommandBytes)
            {
                yield return payload.ToString();
                payload.Clear();
            }

            payload.Append(key).Append(' ').Append(value).Append('\n');
        }

        if (payload.Length > 0)
            yield return payload.ToString();
    }

    private async ValueTask<long> PrepareAsync(CancellationToken cancel)
    {
        const string Expected = "New version created: ";
        var reply = (await _socket.AskAsync($"prepare map {_map}\n", cancel)).TrimEnd('\n');
        return reply.StartsWith(Expected, StringComparison.Ordinal)
            && long.TryParse(reply.AsSpan(Expected.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                ? version
                : throw Refused(reply);
    }

    private async ValueTask DropAsync(long version)
    {
        try
        {
            await _socket.AskAsync($"clear map @{version} {_map}\n", CancellationToken.None);
        }
        catch (PointFailure)
        {
            // The failure that brought us here is the one to report; HAProxy drops what was never committed at the next commit.
        }
    }

    private async ValueTask<IReadOnlyList<PointEntry>> ShowAsync(string version, CancellationToken cancel)
    {
        var reply = await _socket.AskAsync($"show map {version}{_map}\n", cancel);
        var entries = new List<PointEntry>();
        foreach (var line in reply.AsSpan().TrimEnd('\n').EnumerateLines())
        {
            if (line.IsEmpty)
                continue;
            var text = line.ToString();
            var key = text.IndexOf(' ') + 1;
            var value = key > 0 ? text.IndexOf(' ', key) + 1 : 0;
            if (!text.StartsWith("0x", StringComparison.Ordinal) || key == 0)
                throw Refused(text);
            var name = value > 0 ? text[key..(value - 1)] : text[key..];
            entries.Add(new PointEntry(
                Target.ParseAddress(name) ?? new Target(TargetKind.Address, name), name, value > 0 ? text[value..] : "", text[..(key - 1)]));
        }

        return entries;
    }

    /// <summary>Replies of a line of commands: an empty line for "done", else text up to an empty line.</summary>
    private static List<string> Split(string reply)
    {
        var replies = new List<string>();
        for (var at = 0; at < reply.Length;)
        {
            var end = reply[at] == '\n' ? at : reply.IndexOf("\n\n", at, StringComparison.Ordinal);
            if (end < 0)
                end = reply.Length;
            replies.Add(reply[at..end]);
            at = end + (reply[at] == '\n' ? 1 : 2);
        }

        return replies;
    }

    private void Expect(string reply)
    {
        if (reply != "\n")
            throw Refused(reply.TrimEnd('\n'));
    }

    private PointFailure Refused(string reply) => new(reply switch
    {
        _ when reply.StartsWith("Unknown map identifier", StringComparison.Ordinal) =>
            $"HAProxy at {_name} has no map {_map}; use it in a rule (map_ip({_map})), with the very same file name, and create the file",
        _ when reply.StartsWith("Permission denied", StringComparison.Ordinal) =>
            $"HAProxy at {_name} does not permit changes; write 'level admin' on its 'stats socket' line",
        _ => $"HAProxy at {_name} refused: {reply.ReplaceLineEndings(" ")}",
    });

    private static string Reference(PointChange change) => $"#{change.Existing!.Reference}";

    /// <summary>The last line of defence against commands smuggled in a key: only canonical addresses leave this class.</summary>
    private static string Checked(Target target) =>
        target.Kind == TargetKind.Address && Target.ParseAddress(target.Value) == target
            ? target.Value
            : throw new ArgumentException("not an address in canonical form", nameof(target));
}
