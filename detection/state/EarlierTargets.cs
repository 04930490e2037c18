using System.Net;
using Engine.Schemas;

namespace Engine.Detection.State;

/// <summary>Addresses, tokens, sessions and consumer names that an actor used before its present ones; bounded, the first ones stay.</summary>
internal sealed class EarlierTargets
{
    public List<IPAddress> Addresses { get; } = [];
    public List<string> Tokens { get; } = [];
    public List<string> Sessions { get; } = [];
    public List<string> Users { get; } = [];

    public static void Keep<T>(List<T> earlier, T value)
    {
        if (earlier.Count < VerdictTargets.MostOfEach - 1 && !earlier.Contains(value))
            earlier.Add(value);
    }
}
