using System.Text;

namespace Engine.App.Simulation.Shop;

/// <summary>One User-Agent header, shared by everyone who sends it.</summary>
internal sealed class UserAgent(string text)
{
    public string Text { get; } = text;
    public byte[] Utf8 { get; } = Encoding.ASCII.GetBytes(text);
}
