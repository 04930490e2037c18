using System.IO.Pipelines;
using Engine.Ingest.Sources.Journal;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Engine.Ingest.Sources.Receivers.Syslog;

/// <summary>
/// Syslog over TCP. While the journal is full nothing is read, so that the sender's own queue fills; but syslog knows no answer, and what
/// the system had taken from the network when the engine ends is lost.
/// </summary>
internal sealed class SyslogStream(Intake intake, TimeProvider time)
{
    /// <summary>Of a message: what senders send is far below, and every connection may hold so much.</summary>
    private const int MostBytes = 128 * 1024;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    public async Task ServeAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        var frames = new SyslogFrames(MostBytes);
        var batch = new MessageBatch();
        // Only the engine's stop ends the reading early. A sender that closes has said all, and all of it is still to be read.
        var stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        await using var stop = stopping.Register(input.CancelPendingRead);
        try
        {
            while (await ReadAsync(input, frames, batch).ConfigureAwait(false))
            {
            }
        }
        catch (Exception gone) when (gone is IOException or ConnectionAbortedException)
        {
            // What came whole is kept; the rest never came.
        }
        finally
        {
            intake.Counters.CountDropped(frames.TooLong);
        }
    }

    /// <summary>Takes what has come. False: nothing more comes, or the engine stops.</summary>
    private async Task<bool> ReadAsync(PipeReader input, SyslogFrames frames, MessageBatch batch)
    {
        var read = await input.ReadAsync().ConfigureAwait(false);
        var come = read.Buffer;
        var isOpen = true;
        while (isOpen && frames.TryTake(ref come, out var message))
        {
            batch.Add(message);
            if (batch.IsFull)
                isOpen = await KeepAsync(batch).ConfigureAwait(false);
        }

        // The last line of a sender that ends in order needs no line end.
        if (read.IsCompleted && !come.IsEmpty && come.FirstSpan[0] == '<')
        {
            batch.Add(come);
            come = come.Slice(come.End);
        }

        isOpen = isOpen && await KeepAsync(batch).ConfigureAwait(false);
        input.AdvanceTo(come.Start, come.End);
        return isOpen && !read.IsCompleted && !read.IsCanceled;
    }

    /// <summary>Waits until the journal takes it. False: it is closed.</summary>
    private async Task<bool> KeepAsync(MessageBatch batch)
    {
        while (batch.Count > 0)
        {
            switch (await intake.KeepAsync(batch.Body, RecordCut.Prefixed, messages: batch.Count).ConfigureAwait(false))
            {
                case AppendOutcome.Kept:
                    batch.Clear();
                    return true;
                case AppendOutcome.Closed:
                    intake.Counters.CountDropped(batch.Count);
                    return false;
                default:
                    intake.Counters.CountDeferred();
                    await Task.Delay(s_pause, time).ConfigureAwait(false);
                    break;
            }
        }

        return true;
    }
}
