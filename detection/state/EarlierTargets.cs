using System.Net;
using Engine.Schemas;
using MessagePack;

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

    public static void Save(ref MessagePackWriter writer, EarlierTargets earlier)
    {
        writer.WriteArrayHeader(earlier.Addresses.Count);
        foreach (var address in earlier.Addresses)
            writer.WriteAddress(address);
        writer.WriteTexts(earlier.Tokens);
        writer.WriteTexts(earlier.Sessions);
        writer.WriteTexts(earlier.Users);
    }

    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>.</exception>
    public static EarlierTargets Load(ref MessagePackReader reader)
    {
        var earlier = new EarlierTargets();
        for (var left = reader.ReadCount(VerdictTargets.MostOfEach); left > 0; left--)
            earlier.Addresses.Add(reader.ReadAddress() ?? throw new InvalidDataException("an address is missing"));
        reader.ReadTexts(earlier.Tokens, VerdictTargets.MostOfEach);
        reader.ReadTexts(earlier.Sessions, VerdictTargets.MostOfEach);
        reader.ReadTexts(earlier.Users, VerdictTargets.MostOfEach);
        return earlier;
    }
}
