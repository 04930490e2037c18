using ClickHouse.Driver;
using Engine.Sinks.ClickHouse.Store;

namespace Engine.Sinks.ClickHouse;

/// <summary>What an error of ClickHouse says about trying again.</summary>
internal static class StoreErrors
{
    // Overload, time-outs, lost connections and an insert whose end is unknown: the token makes trying again harmless.
    private static readonly HashSet<int> Passing = [159, 198, 201, 202, 209, 210, 236, 241, 242, 252, 319, 425, 473, 999];

    // Values that cannot be read or do not fit, and constraints that they break: an attacker writes values, so these must not stop the rest.
    private static readonly HashSet<int> AboutRows =
    [
        6, 19, 26, 27, 32, 33, 34, 36, 38, 41, 53, 59, 69, 70, 72, 117, 128, 131, 190, 261, 320, 321, 349, 376, 395, 407, 441, 469, 470, 674, 675, 676, 691,
    ];

    /// <summary>The store is away or overloaded: the same may go well later.</summary>
    public static bool IsPassing(Exception error) => error switch
    {
        ClickHouseServerException server => Passing.Contains(server.ErrorCode),
        OperationCanceledException => true,
        _ => LostConnection.Is(error),
    };

    /// <summary>The store refuses what the rows hold: other rows may go well.</summary>
    public static bool IsAboutRows(Exception error) => error is ClickHouseServerException server && AboutRows.Contains(server.ErrorCode);

    /// <summary>It came from the store or the way to it, not from us.</summary>
    public static bool IsOfStore(Exception error) => error is ClickHouseServerException or OperationCanceledException || LostConnection.Is(error);
}
