namespace Engine.Detection.Facts.Walks;

/// <summary>An id that an actor asked for.</summary>
/// <param name="Id">The number.</param>
/// <param name="Hour">Hours since the year 1.</param>
/// <param name="Order">Place in the order in which all actors' unusual ids of the endpoint came.</param>
/// <param name="IsRefused">It is not there or not for the caller.</param>
/// <param name="IsNew">It is there, beyond all that was seen before the look-back: perhaps it was just made.</param>
internal readonly record struct VisitedId(long Id, int Hour, int Order, bool IsRefused, bool IsNew);
