namespace Engine.Ingest.Sources;

/// <summary>How far a source has read; written by the source, read by whoever shows it, on any thread.</summary>
public sealed class ReadProgress
{
    private long _totalBytes = -1;
    private long _bytes;
    private long _records;
    private long _faults;
    private long _endedEarly;

    /// <summary>Bytes of all files as they lie on disk; null for standard input and followed files.</summary>
    public long? TotalBytes => Interlocked.Read(ref _totalBytes) is >= 0 and var total ? total : null;

    /// <summary>Bytes read, compressed where the file is.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);
    public long Records => Interlocked.Read(ref _records);

    /// <summary>Records and ends that the source itself refused.</summary>
    public long Faults => Interlocked.Read(ref _faults);

    /// <summary>Files that ended in the middle of an archive or could not be read to their end: the command finishes and then exits 1.</summary>
    public long EndedEarly => Interlocked.Read(ref _endedEarly);

    internal void SetTotal(long? bytes) => Interlocked.Exchange(ref _totalBytes, bytes ?? -1);
    internal void CountBytes(long bytes) => Interlocked.Add(ref _bytes, bytes);
    internal void CountRecords(int records) => Interlocked.Add(ref _records, records);
    internal void CountFaults(int faults) => Interlocked.Add(ref _faults, faults);
    internal void CountEndedEarly() => Interlocked.Increment(ref _endedEarly);
}
