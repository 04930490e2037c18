using Akka.Streams;
using Akka.Streams.Stage;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>Batches of a consumer thread as a stream: one is taken for each that is wanted.</summary>
/// <remarks>Runs in the stream; the other thread reaches it through an asynchronous callback only. Can be run once.</remarks>
internal sealed class KafkaStage(ConsumerThread thread) : GraphStage<SourceShape<RawBatch>>
{
    private readonly Outlet<RawBatch> _out = new("kafka.out");

    public override SourceShape<RawBatch> Shape => new(_out);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, thread);

    private sealed class Logic : OutGraphStageLogic
    {
        private readonly KafkaStage _stage;
        private readonly ConsumerThread _thread;

        public Logic(KafkaStage stage, ConsumerThread thread)
            : base(stage.Shape)
        {
            (_stage, _thread) = (stage, thread);
            SetHandler(stage._out, this);
        }

        public override void PreStart() => _thread.Start(GetAsyncCallback(OnAvailable));

        public override void OnPull()
        {
            if (_thread.Output.TryTake(out var batch, out var hasEnded, out var failure))
                Push(_stage._out, batch);
            else if (failure is not null)
                FailStage(failure);
            else if (hasEnded)
                CompleteStage();
        }

        public override void PostStop() => _thread.Output.Close();

        private void OnAvailable()
        {
            if (IsAvailable(_stage._out))
                OnPull();
        }
    }
}
