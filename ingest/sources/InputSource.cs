using Akka;
using Akka.Streams.Dsl;
using Engine.Schemas;

namespace Engine.Ingest.Sources;

/// <summary>An input as the graph sees it, whatever it is read from.</summary>
/// <param name="Batches">Each partition in the order of its positions. Records read again after a restart or a lost connection come again with the same positions.</param>
/// <param name="Acknowledge">
/// Told, on any thread, that everything up to these positions is safe and in a durable checkpoint: the source may let go of it (group offsets advance).
/// Positions of other sources are none of its business.
/// </param>
public sealed record InputSource(Source<RawBatch, NotUsed> Batches, Action<InputPositions> Acknowledge)
{
    /// <summary>A source that keeps nothing for whoever reads it, so that nothing has to be acknowledged.</summary>
    public static InputSource Of(Source<RawBatch, NotUsed> batches) => new(batches, _ => { });

    /// <summary>Several side by side, in the order of arrival.</summary>
    /// <exception cref="ArgumentException">None is given.</exception>
    public static InputSource Merge(IReadOnlyList<InputSource> inputs)
    {
        if (inputs.Count == 0)
            throw new ArgumentException("no input is given", nameof(inputs));
        return new InputSource(
            inputs.Skip(1).Aggregate(inputs[0].Batches, (all, one) => all.Merge(one.Batches)),
            positions =>
            {
                foreach (var input in inputs)
                    input.Acknowledge(positions);
            })
        {
            CloseAsync = () => Task.WhenAll(inputs.Select(input => input.CloseAsync())),
        };
    }

    /// <summary>
    /// The same, behind what is read back first: nothing of it is opened before that has ended, so that no call is judged on half of what
    /// was known. Between them comes a batch of nothing.
    /// </summary>
    /// <param name="readBack">What an earlier run took in, marked as read back.</param>
    /// <param name="ended">Told when it has been read.</param>
    public InputSource After(InputSource readBack, Action ended) => this with
    {
        // Not Concat: it opens both at once.
        Batches = Source.From([
            () => readBack.Batches,
            () =>
            {
                ended();
                return Source.Single(RawBatch.Nothing()).Concat(Batches);
            },
        ]).ConcatMany(open => open()),
        CloseAsync = () => Task.WhenAll(readBack.CloseAsync(), CloseAsync()),
    };

    /// <summary>Lets go of the input, once the batches have ended and nothing more will be acknowledged; what was, is kept before it ends.</summary>
    public Func<Task> CloseAsync { get; init; } = () => Task.CompletedTask;
}
