namespace Engine.Sinks.ClickHouse;

/// <summary>The store refuses a block for what its rows hold; other blocks are not concerned.</summary>
/// <param name="why">The store's reason, one line.</param>
/// <param name="cause">What it said in full.</param>
internal sealed class RowsRefused(string why, Exception cause) : Exception(why, cause);
