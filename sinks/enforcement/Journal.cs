using System.Text.Json;
using Engine.Schemas;
using Microsoft.Extensions.Logging;

namespace Engine.Sinks.Enforcement;

/// <summary>
/// The desired state on disk, written whole beside the old one, forced to the disk and put in its place in one step: after a crash there is
/// the old one or the new one. A journal that cannot be read is set aside, and the points' own marked entries take its place.
/// </summary>
internal sealed partial class Journal(string path, ILogger log)
{
    /// <summary>What was saved last; null: there is none, or it cannot be read.</summary>
    public JournalState? Load()
    {
        if (!File.Exists(path))
            return null;
        try
        {
            using var file = File.OpenRead(path);
            using var whole = JsonDocument.Parse(file);
            var version = whole.RootElement.GetProperty("version").GetInt32();
            if (version > JournalState.CurrentVersion)
            {
                throw new UserError(
                    $"{path} was written by a newer engine (version {version}, this one reads {JournalState.CurrentVersion}); run that engine, or move the file away: blocks are then read back from the points");
            }

            return whole.Deserialize<JournalState>(EnforcementJson.Options) ?? throw new JsonException("it is null");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            var aside = path + ".unreadable";
            File.Move(path, aside, overwrite: true);
            Unreadable(path, e.Message, aside);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path} cannot be read ({UserError.Why(e)}); correct its permissions", cause: e);
        }
    }

    /// <summary>False: it could not be saved (said in the log); blocks still carry their marks, so they can be found without it.</summary>
    public bool Save(JournalState state)
    {
        var next = path + ".next";
        try
        {
            using (var file = new FileStream(next, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                JsonSerializer.Serialize(file, state, EnforcementJson.Options);
                file.Flush(flushToDisk: true);
            }

            File.Move(next, path, overwrite: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            NotSaved(path, e.Message);
            return false;
        }
    }

    [LoggerMessage(3101, LogLevel.Error, "{Path} cannot be read ({Why}); it was moved to {Aside}, and the blocks that stand at the points are taken over from their marks")]
    private partial void Unreadable(string path, string why, string aside);

    [LoggerMessage(3102, LogLevel.Error, "{Path} cannot be saved ({Why}); after a restart, operators' unblocks would be forgotten: make room or correct permissions")]
    private partial void NotSaved(string path, string why);
}
