using System.Text.Json;
using Engine.Schemas;
using Microsoft.Extensions.Logging;

namespace Engine.Sinks.Enforcement;

/// <summary>
/// Tells of every attempt: to a JSON-lines file, to whoever stores them (<paramref name="record"/>, which must not block or throw), and
/// to watchers. The file is turned over at <see cref="MostBytes"/>; one older part is kept.
/// </summary>
internal sealed partial class EnforcementAudit(string path, Action<EnforcementAttempt>? record, ILogger log) : IDisposable
{
    public const long MostBytes = 64 * 1024 * 1024;
    private readonly Lock _sync = new();
    private readonly List<List<EnforcementAttempt>> _watchers = [];
    private FileStream? _file;
    private bool _isBroken;

    public void Write(EnforcementAttempt attempt)
    {
        lock (_sync)
        {
            foreach (var watcher in _watchers)
                watcher.Add(attempt);
            Append(attempt);
        }

        record?.Invoke(attempt);
    }

    /// <summary>Everything written from now until <see cref="EndWatch"/>.</summary>
    public List<EnforcementAttempt> Watch()
    {
        var seen = new List<EnforcementAttempt>();
        lock (_sync)
            _watchers.Add(seen);
        return seen;
    }

    public IReadOnlyList<EnforcementAttempt> EndWatch(List<EnforcementAttempt> watcher)
    {
        lock (_sync)
            _watchers.RemoveAll(other => ReferenceEquals(other, watcher));
        return watcher;
    }

    public void Dispose()
    {
        lock (_sync)
            _file?.Dispose();
    }

    private void Append(EnforcementAttempt attempt)
    {
        try
        {
            if (_file?.Length > MostBytes)
            {
                _file.Dispose();
                _file = null;
                File.Move(path, path + ".1", overwrite: true);
            }

            _file ??= new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
            _file.Write([.. JsonSerializer.SerializeToUtf8Bytes(attempt, EnforcementJson.Options), (byte)'\n']);
            _isBroken = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_isBroken)
                NotWritten(path, e.Message);
            _isBroken = true;
        }
    }

    [LoggerMessage(3103, LogLevel.Error, "the audit {Path} cannot be written ({Why}); make room or correct permissions")]
    private partial void NotWritten(string path, string why);
}
