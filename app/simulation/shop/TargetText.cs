using System.Runtime.CompilerServices;
using Engine.App.Simulation.Actors;

namespace Engine.App.Simulation.Shop;

/// <summary>Lets a journey write <c>$"/v1/orders/{id}"</c> straight into the call, without a string for each call.</summary>
[InterpolatedStringHandler]
internal readonly ref struct TargetText
{
    private readonly Utf8Buffer _into;

    public TargetText(int literalLength, int formattedCount, SimulatedActor actor)
    {
        _ = (literalLength, formattedCount);
        _into = actor.World.Call.Target;
        _into.Clear();
    }

    public void AppendLiteral(string text) => _into.Add(text);
    public void AppendFormatted(string text) => _into.Add(text);
    public void AppendFormatted(int number) => _into.Add(number);
    public void AppendFormatted(long number) => _into.Add(number);
    public void AppendFormatted(Guid id) => _into.Add(id);

    /// <summary>An opaque id: sixteen hexadecimal digits.</summary>
    public void AppendFormatted(ulong id) => _into.AddHex(id);
}
