using Akka.Configuration;

namespace Engine.App.Stages;

internal static class StreamSettings
{
    /// <summary>
    /// Akka's own log is off: a failure reaches the person once, through the stream's task. Buffers are small because an element is a batch.
    /// </summary>
    public static Config Quiet { get; } = ConfigurationFactory.ParseString("""
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          log-dead-letters = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          stream.materializer { initial-input-buffer-size = 4, max-input-buffer-size = 8 }
        }
        """);
}
