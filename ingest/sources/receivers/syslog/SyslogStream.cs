using System.IO.Pipelines;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources.Journal;
using Microsoft.AspNetCore.Connections;

namespace Engine.Ingest.Sources.Receivers.Syslog;

/// <summary>
/// Syslog over TCP. While the journal is full nothing is read, so that the sender's own queue fills; but syslog knows no answer, and what
/// the system had taken from the network when the engine ends is lost.
/// </summary>
internal sealed class SyslogStream(Intake intake, TimeProvider time)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    public async Task ServeAsync(ConnectionContext connection)
    {
        var frames = new SyslogFrames(IRecordFormat.DefaultMostRecordBytes);
        var batch = new MessageBatch();
        try
        {
            while (await ReadAsync(connection.Transport.Input, frames, batch, connection.ConnectionClosed).ConfigureAwait(false))
            {
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or ConnectionAbortedException)
        {
            // What came whole is kept; the rest never came.
        }
        finally
        {
            intake.Counters.CountDropped(frames.TooLong);
        }
    }

    /// <summary>Takes what has come. False: nothing more comes, or the journal is closed.</summary>
    private async Task<bool> ReadAsync(PipeReader input, SyslogFrames frames, MessageBatch batch, CancellationToken closed)
    {
        var read = await input.ReadAsync(closed).ConfigureAwait(false);
        var come = read.Buffer;
        var isOpen = true;
        while (isOpen && frames.TryTake(ref come, out var message))
        {
            batch.Add(message);
            if (batch.IsFull)
                isOpen = await KeepAsync(batch, closed).ConfigureAwait(false);
        }

        // The last line of a sender that ends in order needs no line end.
        if (read.IsCompleted && !come.IsEmpty && come.FirstSpan[0] == '<')
        {
            batch.Add(come);
            come = come.Slice(come.End);
        }

        isOpen = isOpen && await KeepAsync(batch, closed).ConfigureAwait(false);
        input.AdvanceTo(come.Start, come.End);
        return isOpen && !read.IsCompleted;
    }

    /// <summary>Waits until the journal takes it. False: it is closed.</summary>
    private async Task<bool> KeepAsync(MessageBatch batch, CancellationToken closed)
    {
        while (batch.Count > 0)
        {
            switch (await intake.KeepAsync(batch.Body, RecordCut.Prefixed, messages: batch.Count).ConfigureAwait(false))
            {
                case AppendOutcome.Kept:
                    batch.Clear();
                    return true;
                case AppendOutcome.Closed:
                    return false;
                default:
                    intake.Counters.CountDeferred();
                    await Task.Delay(s_pause, time, closed).ConfigureAwait(false);
                    break;
            }
        }

        return true;
    }
}
