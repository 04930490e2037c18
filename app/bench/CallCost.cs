namespace Engine.App.Bench;

/// <param name="Nanoseconds">Processor time of a call.</param>
/// <param name="Bytes">Bytes that it allocates.</param>
internal readonly record struct CallCost(double Nanoseconds, double Bytes);
